package dev.sextant.question;

import org.jspecify.annotations.Nullable;

/// Somebody at the desk where courses are read and written, and what is theirs.
///
/// A platform administrator owns what has no organisation, and nothing of an organisation is theirs
/// to see. An author of an organisation owns what is its own and sees of the platform's courses
/// what every learner sees.
///
/// @param organisationId null for a platform administrator
/// @param writes whether the person's role lets them write at all
public record Author(@Nullable String organisationId, boolean writes, boolean platform) {

  /// Whoever owns something may write it.
  public static Author owner(@Nullable String organisationId) {
    return new Author(organisationId, true, organisationId == null);
  }

  /// Whether what this organisation owns (null: the platform) may be read as learners read it.
  public boolean sees(@Nullable String owner) {
    return owner == null || owner.equals(organisationId);
  }

  /// Whether what this organisation owns may be read with its keys, and written.
  public boolean writes(@Nullable String owner) {
    return writes && (owner == null ? platform : owner.equals(organisationId));
  }
}
