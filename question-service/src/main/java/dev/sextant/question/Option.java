package dev.sextant.question;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One of the answers that a question offers.
///
/// @param id opaque and stable within a version; says nothing of order or key
/// @param text CommonMark
/// @param rationale why it is right, or what misconception leads here
public record Option(String id, String text, boolean correct, String rationale) {

  /// The id of the option that its author called by this letter: the first 8 hex digits of the
  /// SHA-256 of question id, colon, letter. Deterministic, so that loading twice changes nothing.
  public static String id(String questionId, char letter) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((questionId + ":" + letter).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
