package dev.sextant.analytics.results;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.items.ItemState;
import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.mastery.Effort;
import dev.sextant.analytics.mastery.LearnerState.SeenIn;
import dev.sextant.analytics.results.Judgement.DomainStanding;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The documents that people read, as they leave the fold.
public final class Readings {
  private Readings() {}

  /// One of the documents, keyed and versioned so that an older one never replaces a newer.
  public sealed interface Reading {
    /// The document's id.
    String id();

    /// Grows with every change of the document.
    long version();

    /// When the newest answer in it was given.
    Instant at();
  }

  /// One session.
  ///
  /// @param feedback when its review may be read: `IMMEDIATE`, `AT_END` or `NEVER`
  /// @param started its first event, which its answers are folded upon when a key is repaired; null
  ///   in documents from before there were repairs, until a replay
  /// @param finished its last event
  public record SessionReading(
      String id,
      long version,
      Instant at,
      String learnerId,
      String organisationId,
      @Nullable String classId,
      String feedback,
      Judgement.Result result,
      List<Answer> answers,
      @Nullable SessionStarted started,
      @Nullable SessionFinished finished)
      implements Reading {}

  /// The result of a session by keys that were repaired, beside the one it had.
  ///
  /// @param id session id, a bar, `repaired`
  /// @param was the overall ability before
  /// @param questions that were repaired; empty where a repair moves the session only by what
  ///   earlier sessions left, or where all were cancelled
  public record RepairedReading(
      String id,
      long version,
      Instant at,
      String sessionId,
      String learnerId,
      String organisationId,
      Judgement.Result result,
      @Nullable Double was,
      List<RepairedQuestion> questions)
      implements Reading {
    public RepairedReading {
      questions = List.copyOf(questions);
    }

    /// Whether this is another result than the one there was, or has questions that were repaired.
    public boolean moves(Judgement.Result before) {
      return !questions.isEmpty() || !result.equals(before);
    }

    /// The id of a session's result by repaired keys.
    public static String idOf(String sessionId) {
      return sessionId + "|repaired";
    }

    /// @param before the session as it was judged
    /// @param after its result by the keys that are right
    public static RepairedReading of(
        SessionReading before,
        Judgement.Result after,
        List<RepairedQuestion> questions,
        long version) {
      return new RepairedReading(
          idOf(before.id()),
          version,
          before.at(),
          before.id(),
          before.learnerId(),
          before.organisationId(),
          after,
          before.result().overall(),
          questions);
    }
  }

  /// One question of a session that was repaired.
  ///
  /// @param change `KEY_CHANGED`, or `VOID` where it counts no more
  /// @param at when the repair was made
  public record RepairedQuestion(int position, String questionId, String change, Instant at) {}

  /// A learner's mastery by keys that were repaired, beside the one there was.
  ///
  /// @param id of the mastery, a bar, `repaired`
  public record RepairedMasteryReading(String id, long version, MasteryReading mastery)
      implements Reading {
    /// The id of a learner's mastery of a course by repaired keys.
    public static String idOf(String learnerId, String courseId) {
      return MasteryReading.idOf(learnerId, courseId) + "|repaired";
    }

    /// The document of a mastery.
    public static RepairedMasteryReading of(MasteryReading mastery, long version) {
      return new RepairedMasteryReading(
          idOf(mastery.learnerId(), mastery.courseId()), version, mastery);
    }

    @Override
    public Instant at() {
      return mastery.at();
    }
  }

  /// One learner in one course.
  ///
  /// @param id learner id, a bar, course id
  /// @param now after every answer that has come: for those who teach
  /// @param disclosed what the learner may see while an exam that tells nothing before its end runs
  /// @param belief that `now` is made of, for the next exam
  /// @param recent questions of the last sessions, newest session first
  public record MasteryReading(
      String id,
      long version,
      String learnerId,
      String organisationId,
      String courseId,
      Mastery now,
      Mastery disclosed,
      List<Trend> trend,
      Belief belief,
      List<SeenIn> recent)
      implements Reading {
    @Override
    public Instant at() {
      return now.at();
    }

    /// The id of a learner's mastery of a course.
    public static String idOf(String learnerId, String courseId) {
      return learnerId + "|" + courseId;
    }
  }

  /// Whether events of a session are missing.
  ///
  /// @param id session id, a bar, `gap`
  /// @param missingFrom the first sequence that has not come; null once nothing is missing
  public record GapReading(
      String id,
      long version,
      Instant at,
      String sessionId,
      String organisationId,
      @Nullable Long missingFrom)
      implements Reading {
    /// A gap that is there.
    ///
    /// @param expected the first sequence that has not come
    public static GapReading open(ExamEvent early, long expected) {
      return new GapReading(
          early.sessionId() + "|gap",
          2 * expected + 1,
          early.at(),
          early.sessionId(),
          early.organisationId(),
          expected);
    }

    /// A gap that is filled.
    ///
    /// @param expected the sequence that comes next
    public static GapReading closed(SessionStarted session, Instant at, long expected) {
      return new GapReading(
          session.sessionId() + "|gap",
          2 * expected,
          at,
          session.sessionId(),
          session.organisationId(),
          null);
    }
  }

  /// One version of a question as an item.
  ///
  /// @param id `item`, a bar, question id, an at sign, version
  public record ItemReading(String id, long version, Instant at, ItemState state)
      implements Reading {
    /// The document of an item.
    public static ItemReading of(ItemState state) {
      return new ItemReading(
          "item|" + state.questionId() + "@" + state.questionVersion(),
          state.changes(),
          state.at(),
          state);
    }
  }

  /// That everything is computed anew from the first event on.
  ///
  /// @param id always `replay`
  /// @param version which computation this is, counted from 1
  public record ReplayReading(String id, long version, Instant at) implements Reading {
    /// The one id.
    public static final String ID = "replay";
  }

  /// Mastery of each domain of a course at a moment.
  public record Mastery(Instant at, int answered, List<DomainStanding> domains) {
    public Mastery {
      domains = List.copyOf(domains);
    }
  }

  /// What was believed at a moment, a number a domain in the course's order.
  ///
  /// @param effort shown in the session that ended then
  public record Trend(
      Instant at, List<Double> mean, List<Double> standardDeviation, @Nullable Effort effort) {}
}
