/// Tells the other services of questions over Kafka. May use the root package, contracts,
/// service-kit and Spring Kafka.
@NullMarked
package dev.sextant.question.kafka;

import org.jspecify.annotations.NullMarked;
