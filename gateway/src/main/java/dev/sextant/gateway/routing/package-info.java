/// Passes calls on to the services, with a breaker, a bulkhead, a time limit and a body limit each.
///
/// May use Spring Cloud Gateway, Resilience4j and service-kit.
@NullMarked
package dev.sextant.gateway.routing;

import org.jspecify.annotations.NullMarked;
