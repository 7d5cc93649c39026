package dev.sextant.question.threads;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All threads. What people read names the organisation, and nothing of another is found.
public interface Threads {
  Optional<QuestionThread> find(String organisationId, String threadId);

  /// The threads that fit, by id, after `afterId`.
  List<QuestionThread> list(
      String organisationId, Filter filter, @Nullable String afterId, int limit);

  /// The problems reported with a question, in every organisation, by id, after `afterId`: for
  /// telling each reporter, never for showing.
  List<QuestionThread> problems(String questionId, @Nullable String afterId, int limit);

  /// Keeps a new thread; false when the id is taken.
  boolean add(QuestionThread thread);

  /// Keeps the next revision; false when the one before it is no longer the newest.
  boolean replace(QuestionThread thread);

  /// How many posts somebody wrote since a moment.
  int postsSince(String organisationId, String authorId, Instant since);

  /// What a list of threads is narrowed to. Null members do not narrow.
  ///
  /// @param classIds the classes whose threads are meant
  record Filter(
      @Nullable String questionId,
      @Nullable Collection<String> classIds,
      @Nullable String learnerId,
      @Nullable Boolean waiting) {}
}
