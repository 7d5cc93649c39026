/// The public and the internal API. May use the root, `receipts`, service-kit and Spring MVC.
@NullMarked
package dev.sextant.session.web;

import org.jspecify.annotations.NullMarked;
