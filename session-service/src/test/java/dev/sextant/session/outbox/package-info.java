/// Tests of the relay against a real Redis and a real Kafka.
@NullMarked
package dev.sextant.session.outbox;

import org.jspecify.annotations.NullMarked;
