/// Carries events from the outbox in Redis to Kafka. May use `redis`, `contracts`, service-kit and
/// the Kafka client.
@NullMarked
package dev.sextant.session.outbox;

import org.jspecify.annotations.NullMarked;
