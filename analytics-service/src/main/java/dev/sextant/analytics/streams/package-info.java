/// Kafka Streams over `exam-events` and listeners that keep the read models. May use root,
/// siblings, contracts, service-kit, Spring Kafka.
@NullMarked
package dev.sextant.analytics.streams;

import org.jspecify.annotations.NullMarked;
