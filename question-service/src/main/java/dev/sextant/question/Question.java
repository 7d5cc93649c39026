package dev.sextant.question;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A question with all its versions, as one thing that changes in one step.
///
/// Immutable: each change gives a new `Question` with the next revision. A version that was ever
/// published stays as it is for good; an edit of it makes the next version, and until that is
/// published the earlier one is asked.
///
/// @param newest the version that authors see and edit
/// @param earlier the versions before it, oldest first; all of them were published
/// @param live the version that exams may ask, or null when none
/// @param revision 1 at first, one more with each change; what `ETag` shows
/// @param unannounced whether the pools and the other services have yet to hear of the last change
///   of `live`
public record Question(
    String id,
    @Nullable String organisationId,
    QuestionVersion newest,
    List<QuestionVersion> earlier,
    Status status,
    @Nullable Integer live,
    long revision,
    Instant createdAt,
    Instant changedAt,
    boolean unannounced) {

  public Question {
    earlier = List.copyOf(earlier);
  }

  /// A first draft.
  public static Question draft(
      String id, @Nullable String organisationId, QuestionContent content, Instant now) {
    return new Question(
        id,
        organisationId,
        new QuestionVersion(1, content, null),
        List.of(),
        Status.DRAFT,
        null,
        1,
        now,
        now,
        false);
  }

  /// A question whose first version is published from the start, as bank files bring it.
  public static Question published(
      String id, @Nullable String organisationId, QuestionContent content, Instant now) {
    return new Question(
        id,
        organisationId,
        new QuestionVersion(1, content, now),
        List.of(),
        Status.PUBLISHED,
        1,
        1,
        now,
        now,
        true);
  }

  public int version() {
    return newest.number();
  }

  public QuestionContent content() {
    return newest.content();
  }

  /// This question with other content: in place while it was never published, else as the next
  /// version.
  public Question edited(QuestionContent content, Instant now) {
    if (!newest.wasPublished()) {
      return changed(
          new QuestionVersion(newest.number(), content, null),
          earlier,
          Status.DRAFT,
          live,
          now,
          unannounced);
    }
    List<QuestionVersion> before = new ArrayList<>(earlier);
    before.add(newest);
    return changed(
        new QuestionVersion(newest.number() + 1, content, null),
        before,
        Status.DRAFT,
        live,
        now,
        unannounced);
  }

  /// This question with its newest version live; itself when it is so already.
  public Question published(Instant now) {
    if (status == Status.PUBLISHED) {
      return this;
    }
    Instant since = newest.publishedAt() == null ? now : newest.publishedAt();
    return changed(
        new QuestionVersion(newest.number(), newest.content(), since),
        earlier,
        Status.PUBLISHED,
        newest.number(),
        now,
        true);
  }

  /// This question with no version live; itself when it is so already.
  public Question retired(Instant now) {
    return status == Status.RETIRED
        ? this
        : changed(newest, earlier, Status.RETIRED, null, now, true);
  }

  /// This question with the key that is right, or retired where none is; itself when that is so
  /// already, and empty when its author went on since.
  ///
  /// @param wrong the version whose key was wrong
  public Optional<Question> repaired(int wrong, @Nullable String key, Instant now) {
    if (key == null) {
      return version() == wrong && live != null ? Optional.of(retired(now)) : Optional.empty();
    }
    boolean isRight = content().key().id().equals(key);
    if (isRight && (version() == wrong || version() == wrong + 1)) {
      return Optional.of(published(now));
    }
    if (version() != wrong || status != Status.PUBLISHED || content().option(key).isEmpty()) {
      return Optional.empty();
    }
    List<QuestionVersion> before = new ArrayList<>(earlier);
    before.add(newest);
    return Optional.of(
        changed(
            new QuestionVersion(wrong + 1, content().keyed(key), now),
            before,
            Status.PUBLISHED,
            wrong + 1,
            now,
            true));
  }

  /// All versions, newest first.
  public List<QuestionVersion> versions() {
    return Stream.concat(Stream.of(newest), earlier.reversed().stream()).toList();
  }

  /// A version that was published, by its number.
  public Optional<QuestionVersion> publishedVersion(int number) {
    return Stream.concat(earlier.stream(), Stream.of(newest))
        .filter(version -> version.number() == number && version.wasPublished())
        .findFirst();
  }

  /// The version that is live, or else the last that was.
  public Optional<QuestionVersion> lastPublished() {
    if (live != null) {
      return publishedVersion(live);
    }
    return newest.wasPublished()
        ? Optional.of(newest)
        : earlier.isEmpty() ? Optional.empty() : Optional.of(earlier.getLast());
  }

  private Question changed(
      QuestionVersion newVersion,
      List<QuestionVersion> before,
      Status newStatus,
      @Nullable Integer nowLive,
      Instant now,
      boolean toAnnounce) {
    return new Question(
        id,
        organisationId,
        newVersion,
        before,
        newStatus,
        nowLive,
        revision + 1,
        createdAt,
        now,
        toAnnounce);
  }
}
