/// The whole service over HTTP, with a real Redis, a real Kafka and stubs for the other services.
@NullMarked
package dev.sextant.session.service;

import org.jspecify.annotations.NullMarked;
