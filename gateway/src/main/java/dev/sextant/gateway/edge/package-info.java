/// What is checked and set on every request before it is routed. May use servlets and Spring.
@NullMarked
package dev.sextant.gateway.edge;

import org.jspecify.annotations.NullMarked;
