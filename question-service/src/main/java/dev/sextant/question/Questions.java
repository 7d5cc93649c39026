package dev.sextant.question;

import dev.sextant.question.Pool.PoolQuestion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All questions with all their versions.
///
/// Keys, explanations and rationales are kept apart from texts; here both come together, so what is
/// read from this port goes to authors and to the other services, never to a learner.
public interface Questions {
  /// A question of the author's own organisation, or of the platform when the author is.
  Optional<Question> find(Author owner, String questionId);

  /// Those of these ids that exist, whoever owns them, in any order; for other services.
  List<Question> findAll(Collection<String> questionIds);

  /// The questions that fit, by id, after `afterId`.
  List<Question> list(Filter filter, @Nullable String afterId, int limit);

  /// Keeps a new question; false when the id is taken.
  boolean add(Question question);

  /// Keeps those questions whose ids are free; says how many. Others are left as they are.
  int addAbsent(List<Question> questions);

  /// Keeps the next revision; false when the one before it is no longer the newest.
  boolean replace(Question question);

  /// What a pool of the course holds now, by id.
  List<PoolQuestion> live(Course course);

  /// Questions whose last change the other services may not have heard of, oldest change first.
  List<Question> unannounced(int limit);

  /// Notes that everybody has heard of this revision; a later one stays unannounced.
  void announced(String questionId, long revision);

  /// What a list of questions is narrowed to. Null members do not narrow.
  ///
  /// @param organisationId the owner, which always narrows; null is the platform
  /// @param text words that stand in the stem, without regard to case
  record Filter(
      @Nullable String organisationId,
      @Nullable String courseId,
      @Nullable String domainId,
      @Nullable Status status,
      @Nullable String topic,
      @Nullable String text) {}
}
