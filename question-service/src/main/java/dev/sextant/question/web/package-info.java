/// The HTTP side: API.md for people, `/internal` for the other services. May use the root package,
/// threads, contracts, service-kit and Spring.
@NullMarked
package dev.sextant.question.web;

import org.jspecify.annotations.NullMarked;
