package dev.sextant.classes;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What learners type to get into a class.
///
/// Twelve symbols of Crockford's base 32 hold 60 bits: guessing one of a thousand live codes takes
/// 10^15 tries. Written in groups of four; read in either case, with or without the dashes, and
/// with O, I and L for the digits they look like.
///
/// @param code the twelve symbols without dashes
/// @param maxUses how many people it lets in
public record JoinCode(
    String code,
    String organisationId,
    String classId,
    int maxUses,
    Instant expiresAt,
    Instant createdAt) {

  private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 12;

  /// The code for 60 random bits, the lowest of `bits`.
  public static String of(long bits) {
    StringBuilder code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      code.append(SYMBOLS.charAt((int) (bits >>> (5 * i) & 31)));
    }
    return code.toString();
  }

  /// The code that a person meant, if it is one.
  public static Optional<String> read(String typed) {
    String code =
        typed
            .replaceAll("[\\s-]", "")
            .toUpperCase(Locale.ROOT)
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    return code.length() == LENGTH && code.chars().allMatch(c -> SYMBOLS.indexOf(c) >= 0)
        ? Optional.of(code)
        : Optional.empty();
  }

  /// The code as people read it.
  public String shown() {
    return code.substring(0, 4) + "-" + code.substring(4, 8) + "-" + code.substring(8);
  }

  public boolean isOver(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
