package dev.sextant.servicekit;

import java.security.SecureRandom;
import java.util.UUID;

/// Makes identifiers: UUID version 7 (RFC 9562, section 5.7), which sort by the time of making.
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /// A new identifier.
  public static String next() {
    long time = System.currentTimeMillis();
    long high = (time << 16) | 0x7000L | (RANDOM.nextLong() & 0x0fffL);
    long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
