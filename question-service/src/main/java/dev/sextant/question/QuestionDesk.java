package dev.sextant.question;

import dev.sextant.question.Saved.Done;
import dev.sextant.question.Saved.Impossible;
import dev.sextant.question.Saved.KeyReused;
import dev.sextant.question.Saved.NotThere;
import dev.sextant.question.Saved.Repeated;
import dev.sextant.question.Saved.Stale;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What authors do with questions: write, edit, publish, retire.
///
/// Every write names the revision it was made from, so two authors never overwrite each other
/// unseen. What is published or retired reaches the pools and the other services even when this
/// process ends right after the write: the question itself remembers that it is unannounced.
public final class QuestionDesk {
  private static final int REPAIR_TRIES = 10;

  private final Courses courses;
  private final Questions questions;
  private final PoolUpkeep pools;
  private final Announcer announcer;

  public QuestionDesk(Courses courses, Questions questions, PoolUpkeep pools, Announcer announcer) {
    this.courses = courses;
    this.questions = questions;
    this.pools = pools;
    this.announcer = announcer;
  }

  /// A question that this author may read with its key.
  public Optional<Question> read(Author author, String questionId) {
    return questions.find(author, questionId).filter(q -> author.writes(q.organisationId()));
  }

  /// Writes a first draft. The same id with the same content is the same request again.
  public Saved<Question> write(
      Author author, String questionId, QuestionContent content, Instant now) {
    Course course =
        courses
            .find(author, content.courseId())
            .filter(c -> author.writes(c.organisationId()))
            .orElse(null);
    if (course == null) {
      return noSuchCourse(content.courseId());
    }
    List<Flaw> flaws = content.flaws(course);
    if (!flaws.isEmpty()) {
      return new Impossible<>(flaws);
    }
    Question draft = Question.draft(questionId, course.organisationId(), content, now);
    if (questions.add(draft)) {
      return new Done<>(draft);
    }
    return read(author, questionId)
        .filter(there -> there.revision() > 1 || there.content().equals(content))
        .<Saved<Question>>map(Repeated::new)
        .orElseGet(KeyReused::new);
  }

  /// Gives a question other content.
  ///
  /// @param revision the revision that the author had before the eyes
  public Saved<Question> edit(
      Author author, String questionId, long revision, QuestionContent content, Instant now) {
    Question before = read(author, questionId).orElse(null);
    if (before == null) {
      return new NotThere<>();
    }
    if (before.revision() != revision) {
      return new Stale<>(before.revision());
    }
    if (!content.courseId().equals(before.content().courseId())) {
      return new Impossible<>(
          List.of(new Flaw("/courseId", "must stay " + before.content().courseId())));
    }
    Course course = courses.find(author, content.courseId()).orElse(null);
    List<Flaw> flaws = course == null ? List.of() : content.flaws(course);
    if (!flaws.isEmpty()) {
      return new Impossible<>(flaws);
    }
    if (before.content().equals(content)) {
      return new Done<>(before);
    }
    Question after = before.edited(content, now);
    return questions.replace(after) ? new Done<>(after) : stale(author, questionId);
  }

  /// Lets exams ask the newest version.
  ///
  /// @param revision what the author had before the eyes, or null for whatever is newest
  public Saved<Question> publish(
      Author author, String questionId, @Nullable Long revision, Instant now) {
    return change(author, questionId, revision, question -> question.published(now));
  }

  /// Lets exams ask it no longer.
  public Saved<Question> retire(
      Author author, String questionId, @Nullable Long revision, Instant now) {
    return change(author, questionId, revision, question -> question.retired(now));
  }

  /// Gives a question whose key was wrong the right one as its next version, or retires it; and
  /// takes either back. Where the question went on since, it stays as its author left it.
  ///
  /// @param version that the key was wrong in
  /// @param key the option that is right; null where none is
  /// @return the version that came of it; empty where it was left as it is
  public Optional<Integer> repair(
      String questionId, int version, @Nullable String key, Instant now) {
    for (int tries = 0; tries < REPAIR_TRIES; tries++) {
      Question before = questions.findAll(List.of(questionId)).stream().findFirst().orElse(null);
      Question after = before == null ? null : before.repaired(version, key, now).orElse(null);
      if (before == null || after == null) {
        return Optional.empty();
      }
      if (after.equals(before)) {
        return Optional.of(before.version());
      }
      if (questions.replace(after)) {
        courses.find(after.content().courseId()).ifPresent(pools::refresh);
        announcer.nudge();
        return Optional.of(after.version());
      }
    }
    throw new IllegalStateException("a question cannot change under every try to repair it");
  }

  private Saved<Question> change(
      Author author,
      String questionId,
      @Nullable Long revision,
      UnaryOperator<Question> transition) {
    Question before = read(author, questionId).orElse(null);
    if (before == null) {
      return new NotThere<>();
    }
    if (revision != null && before.revision() != revision) {
      return new Stale<>(before.revision());
    }
    Question after = transition.apply(before);
    if (after.equals(before)) {
      return new Done<>(before);
    }
    if (!questions.replace(after)) {
      return stale(author, questionId);
    }
    courses.find(author, after.content().courseId()).ifPresent(pools::refresh);
    announcer.nudge();
    return new Done<>(after);
  }

  private Saved<Question> stale(Author author, String questionId) {
    return new Stale<>(questions.find(author, questionId).map(Question::revision).orElse(0L));
  }

  private static Saved<Question> noSuchCourse(String courseId) {
    return new Impossible<>(
        List.of(new Flaw("/courseId", "must be a course that you write, was " + courseId)));
  }
}
