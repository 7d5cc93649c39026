/// The gateway seen from outside, with stubs in the services' places.
@NullMarked
package dev.sextant.gateway;

import org.jspecify.annotations.NullMarked;
