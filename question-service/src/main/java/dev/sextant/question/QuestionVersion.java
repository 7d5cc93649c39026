package dev.sextant.question;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A question as it stood at one number.
///
/// @param publishedAt when it became immutable, or null while it is being written
public record QuestionVersion(int number, QuestionContent content, @Nullable Instant publishedAt) {
  /// Whether anybody may ever have been asked this version.
  public boolean wasPublished() {
    return publishedAt != null;
  }
}
