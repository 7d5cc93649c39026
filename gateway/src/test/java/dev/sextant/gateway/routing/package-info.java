/// The guard by itself, without a network.
@NullMarked
package dev.sextant.gateway.routing;

import org.jspecify.annotations.NullMarked;
