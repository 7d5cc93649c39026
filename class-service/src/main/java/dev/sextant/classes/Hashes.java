package dev.sextant.classes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Plain SHA-256: enough for secrets of 256 random bits, and for values that must not lie about in
/// the clear. Never for passwords.
public final class Hashes {
  private Hashes() {}

  /// In hexadecimal digits.
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  /// Whether the text has the hash, in a time that does not tell how much of it fits.
  public static boolean matches(String text, String hash) {
    return MessageDigest.isEqual(
        sha256(text).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }
}
