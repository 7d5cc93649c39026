package dev.sextant.analytics;

import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.AnswerRestored;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.ExamSnapshot.DomainShare;
import dev.sextant.contracts.ExamSnapshot.Passing;
import dev.sextant.contracts.ExamSnapshot.Stopping;
import dev.sextant.contracts.PickRecord;
import dev.sextant.contracts.QuestionRecord;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.contracts.TimeAdded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A small course, its pool, and histories of its exams.
public final class Samples {
  public static final String COURSE = "course-1";
  public static final String ORGANISATION = "org-a";
  public static final String CLASS = "class-1";
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final List<String> DOMAINS = List.of("one", "two", "three");
  public static final PickRecord PICK =
      new PickRecord("ANALYTICS", 12, 1, 0.3, "One: 0 asked before", "none", List.of());

  private static final PickRecord FORM =
      new PickRecord("FIXED", 36, 1, 0, "form", "none", List.of());

  private static final List<String> LEVELS = List.of("EASY", "MEDIUM", "HARD");
  private static final int QUESTIONS_A_DOMAIN = 12;

  private Samples() {}

  /// Seeds 1 to 200, named in the test so that one case can be run again.
  public static LongStream twoHundred() {
    return LongStream.rangeClosed(1, 200);
  }

  /// Three domains of twelve questions; the first two questions of each domain are enemies.
  public static Pool pool() {
    List<Pool.Domain> domains = new ArrayList<>();
    List<Pool.Entry> questions = new ArrayList<>();
    for (String domain : DOMAINS) {
      domains.add(new Pool.Domain(domain, "Domain " + domain, 0));
      for (int n = 1; n <= QUESTIONS_A_DOMAIN; n++) {
        List<String> enemies =
            n == 1 ? List.of(domain + "-2") : n == 2 ? List.of(domain + "-1") : List.of();
        questions.add(
            new Pool.Entry(
                domain + "-" + n, 1, domain, List.of("t"), LEVELS.get(n % 3), 6, enemies));
      }
    }
    return new Pool(COURSE, 1, domains, questions);
  }

  /// The domain that a question of the pool belongs to.
  public static String domainOf(String questionId) {
    return questionId.substring(0, questionId.indexOf('-'));
  }

  /// Hands out the one pool.
  public static Pools pools() {
    Pool pool = pool();
    return (courseId, revision) -> pool;
  }

  /// The pool's questions as the bank tells of them.
  static List<QuestionRecord> questionRecords() {
    return pool().questions().stream()
        .map(
            question ->
                new QuestionRecord(
                    question.id(),
                    1,
                    ORGANISATION,
                    COURSE,
                    question.domainId(),
                    question.topics(),
                    question.difficulty(),
                    question.options(),
                    "PUBLISHED",
                    NOON))
        .toList();
  }

  /// An exam of so many questions without a time limit.
  public static ExamSnapshot exam(String mode, int length) {
    return new ExamSnapshot(
        "exam-" + mode,
        COURSE,
        "An exam",
        mode,
        length,
        length,
        null,
        DOMAINS.stream().map(domain -> new DomainShare(domain, 1)).toList(),
        new Passing(0, "EVERY_DOMAIN"),
        new Stopping(null, null),
        "AT_END");
  }

  /// Pearson's, of pairs.
  public static double correlation(double[] x, double[] y) {
    double mx = Arrays.stream(x).average().orElseThrow();
    double my = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mx) * (y[i] - my);
      xx += (x[i] - mx) * (x[i] - mx);
      yy += (y[i] - my) * (y[i] - my);
    }
    return xy / Math.sqrt(xx * yy);
  }

  public static ExamSnapshot exam(String mode, String feedback, String rule) {
    return new ExamSnapshot(
        "exam-" + mode,
        COURSE,
        "An exam",
        mode,
        6,
        12,
        Duration.ofMinutes(30),
        DOMAINS.stream().map(domain -> new DomainShare(domain, 1)).toList(),
        new Passing(0, rule),
        new Stopping(null, null),
        feedback);
  }

  /// Builds the events of one session one after the other.
  public static final class History {
    private final String sessionId;
    private final String learnerId;
    private final PickRecord pick;
    private final List<ExamEvent> events = new ArrayList<>();
    private Instant now;
    private int position;

    public History(String sessionId, String learnerId, ExamSnapshot exam, Instant start) {
      this.sessionId = sessionId;
      this.learnerId = learnerId;
      this.pick = exam.mode().equals("FIXED") ? FORM : PICK;
      this.now = start;
      add(
          new SessionStarted(
              sessionId,
              ORGANISATION,
              learnerId,
              0,
              now,
              CLASS,
              null,
              exam,
              1,
              null,
              List.of(),
              1));
    }

    public static History adaptive(String sessionId, String learnerId) {
      return new History(sessionId, learnerId, exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN"), NOON);
    }

    /// Answers the next position with a question of the domain.
    public History answer(String domain, int question, boolean correct) {
      position++;
      return answerAt(position, 1, domain, question, correct);
    }

    /// Answers a position, perhaps once more.
    public History answerAt(int at, int revision, String domain, int question, boolean correct) {
      now = now.plusSeconds(30);
      return add(
          new AnswerAccepted(
              sessionId,
              ORGANISATION,
              learnerId,
              events.size(),
              now,
              at,
              revision,
              domain + "-" + question,
              1,
              domain,
              correct ? "right" : "wrong",
              correct,
              12_000,
              pick,
              null));
    }

    /// Answers `n` questions, the domains in turn, rightly with the probability given.
    public History answers(int n, double rightly, RandomGenerator random) {
      for (int i = 0; i < n; i++) {
        String domain = DOMAINS.get(position % DOMAINS.size());
        answer(domain, 1 + position / DOMAINS.size(), random.nextDouble() < rightly);
      }
      return this;
    }

    public History moreTime() {
      now = now.plusSeconds(1);
      return add(
          new TimeAdded(
              sessionId,
              ORGANISATION,
              learnerId,
              events.size(),
              now,
              Duration.ofMinutes(5),
              "STAFF",
              "Fire alarm",
              "instructor-1",
              now.plusSeconds(3600)));
    }

    public History finish(String reason) {
      now = now.plusSeconds(1);
      return add(
          new SessionFinished(
              sessionId, ORGANISATION, learnerId, events.size(), now, reason, position));
    }

    /// An answer that was lost comes back after the end.
    public History restored(String domain, int question, boolean correct) {
      answer(domain, question, correct);
      var lost = (AnswerAccepted) events.removeLast();
      return add(
          new AnswerRestored(
              sessionId,
              ORGANISATION,
              learnerId,
              events.size(),
              lost.at(),
              lost.position(),
              1,
              lost.questionId(),
              lost.questionVersion(),
              lost.domainId(),
              lost.optionId(),
              correct,
              lost.elapsedMillis(),
              lost.pick(),
              position));
    }

    public Instant now() {
      return now;
    }

    public ExamEvent last() {
      return events.getLast();
    }

    public ExamEvent event(int sequence) {
      return events.get(sequence);
    }

    public List<ExamEvent> events() {
      return List.copyOf(events);
    }

    public Stream<ExamEvent> from(long sequence) {
      return events.stream().filter(event -> event.sequence() >= sequence);
    }

    private History add(ExamEvent event) {
      events.add(event);
      return this;
    }
  }
}
