package dev.sextant.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sample exams, questions and sessions.
public final class Some {
  public static final String ORGANISATION = "org-1";
  public static final List<String> DOMAINS =
      List.of("foundations", "algorithms-math", "engineering");

  private static final List<Pool.Difficulty> LEVELS =
      List.of(Pool.Difficulty.EASY, Pool.Difficulty.MEDIUM, Pool.Difficulty.HARD);

  private Some() {}

  public static Exam exam(Exam.Mode mode, int length) {
    return exam("exam-" + mode, mode, length, Duration.ofMinutes(45));
  }

  public static Exam exam(String id, Exam.Mode mode, int length, @Nullable Duration limit) {
    return new Exam(
        id,
        "ml",
        "An exam",
        mode,
        length,
        length,
        limit,
        DOMAINS.stream().map(domain -> new Exam.Share(domain, 1)).toList(),
        0,
        "WEIGHTED_MEAN",
        null,
        null,
        Exam.Feedback.AT_END);
  }

  public static QuestionRef question(int number) {
    return new QuestionRef("q" + number, 1);
  }

  public static Pick pick(Pick.By by) {
    return new Pick(by, 12, 1, 0.25, "foundations: 1 of 4", "none", List.of());
  }

  public static Asked asked(int position) {
    return new Asked(position, question(position), DOMAINS.getFirst(), pick(Pick.By.ANALYTICS));
  }

  public static Step ask(int number) {
    return new Step.Ask(question(number), DOMAINS.getFirst(), pick(Pick.By.ANALYTICS));
  }

  /// A question with six options of which the third is right.
  public static QuestionVersion version(QuestionRef ref, String domainId) {
    List<QuestionVersion.Option> options = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      options.add(new QuestionVersion.Option(ref.id() + "-o" + i, "Option " + i));
    }
    return new QuestionVersion(
        ref,
        domainId,
        "Stem of " + ref.id(),
        options,
        ref.id() + "-o3",
        Optional.of(
            new QuestionVersion.Explanation("Because.", Map.of(ref.id() + "-o3", "It is so."))));
  }

  /// A pool with so many questions of each domain.
  public static Pool pool(int each) {
    List<Pool.Entry> entries = new ArrayList<>();
    for (String domain : DOMAINS) {
      for (int i = 1; i <= each; i++) {
        entries.add(
            new Pool.Entry(
                new QuestionRef(domain + "-" + i, 1),
                domain,
                List.of(),
                LEVELS.get(i % LEVELS.size()),
                6,
                List.of()));
      }
    }
    return new Pool("ml", 7, DOMAINS.stream().map(d -> new Pool.Domain(d, d, 0)).toList(), entries);
  }

  public static FreshSession fresh(SessionId id, String learner, Exam exam) {
    return fresh(id, learner, exam, null, null, exam.timeLimit(), null, null);
  }

  public static FreshSession inClass(SessionId id, String learner, String classId) {
    FreshSession some = fresh(id, learner, exam(Exam.Mode.ADAPTIVE, 3));
    return new FreshSession(
        id,
        learner,
        ORGANISATION,
        classId,
        "assignment-1",
        some.exam(),
        7,
        null,
        null,
        some.allowance(),
        null,
        some.asked(),
        null);
  }

  public static FreshSession fresh(
      SessionId id,
      String learner,
      Exam exam,
      @Nullable Instant opensAt,
      @Nullable Instant closesAt,
      @Nullable Duration allowance,
      @Nullable Integer attempts,
      FreshSession.@Nullable RepeatKey repeat) {
    List<Asked> asked = new ArrayList<>();
    for (int position = 1; position <= (exam.isFixed() ? exam.maxLength() : 1); position++) {
      asked.add(asked(position));
    }
    return new FreshSession(
        id,
        learner,
        ORGANISATION,
        "class-1",
        "assignment-1",
        exam,
        7,
        opensAt,
        closesAt,
        allowance,
        attempts,
        asked,
        repeat);
  }

  public static GradedAnswer answer(int position, String optionId) {
    return new GradedAnswer(asked(position), optionId, optionId.endsWith("3"), 1500);
  }
}
