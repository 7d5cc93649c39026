/// The HTTP side: public and internal calls. May use root, siblings, contracts, service-kit, Spring
/// MVC.
@NullMarked
package dev.sextant.analytics.web;

import org.jspecify.annotations.NullMarked;
