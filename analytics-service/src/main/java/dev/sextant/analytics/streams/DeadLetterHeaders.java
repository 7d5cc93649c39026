package dev.sextant.analytics.streams;

import dev.sextant.analytics.conservation.Ledger.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// What a parked record says of itself, beside what it was.
final class DeadLetterHeaders {
  private static final String ORIGIN = "sextant-origin";
  private static final String WHY = "sextant-why";

  private DeadLetterHeaders() {}

  /// @param origin partition, a slash, offset in `exam-events`
  static void add(Headers headers, String origin, String why) {
    headers.add(ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
    headers.add(WHY, why.getBytes(StandardCharsets.UTF_8));
  }

  /// One without our headers was written by hand, and is known by its own place.
  static DeadLetter read(ConsumerRecord<String, byte[]> dead) {
    String own = "dead/" + dead.partition() + "/" + dead.offset();
    return new DeadLetter(
        text(dead.headers().lastHeader(ORIGIN), own),
        text(dead.headers().lastHeader(WHY), "unknown"),
        Instant.ofEpochMilli(dead.timestamp()));
  }

  private static String text(@Nullable Header header, String otherwise) {
    return header == null || header.value().length == 0
        ? otherwise
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
