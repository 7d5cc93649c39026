package dev.sextant.contracts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// The order in which a session shows a question's options: shuffled for each session, the same at
/// every reload and in the review.
public final class OptionOrder {
  private OptionOrder() {}

  /// The option ids in the order shown.
  public static List<String> of(String sessionId, String questionId, List<String> optionIds) {
    List<String> order = new ArrayList<>(optionIds);
    Collections.sort(order);
    Collections.shuffle(order, new Random(seed(sessionId + "|" + questionId)));
    return List.copyOf(order);
  }

  private static long seed(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
