/// Rebuilds what Redis has lost from `exam-events`. May use `redis`, `contracts`, service-kit and
/// the Kafka client.
@NullMarked
package dev.sextant.session.recovery;

import org.jspecify.annotations.NullMarked;
