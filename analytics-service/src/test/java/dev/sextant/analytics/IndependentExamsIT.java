package dev.sextant.analytics;

import static dev.sextant.analytics.Installation.get;
import static dev.sextant.analytics.Installation.patient;
import static dev.sextant.analytics.Installation.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.Installation.Instance;
import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.ClassRecord;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.PickRecord;
import dev.sextant.contracts.QuestionRecord;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.contracts.Topics;
import dev.sextant.psychometrics.Item;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.testkit.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A cohort of known abilities sits exams with questions of known parameters, some of them with
/// planted faults, over the service's HTTP and its topics: nothing here knows how it estimates.
/// `make independent-check CANDIDATES=n`; benchmarks/RESULTS.md has the figures.
@EnabledIfSystemProperty(named = "sextant.check.learners", matches = "[0-9]+")
class IndependentExamsIT {
  private static final JsonMapper JSON = Json.tolerant();
  private static final EventJson<ClassRecord> CLASSES = Json.events(ClassRecord.class);
  private static final int FIXED_SESSIONS = 1000;
  private static final int FORM = 18;
  private static final int ADAPTIVE_SESSIONS = Integer.getInteger("sextant.check.learners", 0);
  private static final int LENGTH = 18;
  private static final double CORRELATION = 0.6;
  private static final double GUESSING = 1 / 6.0;
  private static final String WRONG_KEY = "one-3";
  private static final String LEAKED = "two-4";
  private static final String UNFAIR = "three-5";
  private static final String OTHER_CLASS = "class-b";
  private static final Set<String> FAULTS = Set.of("WRONG_KEY", "LEAKED", "GROUP_DIFFERENCE");
  private static final int GUESSERS = 5;
  private static final int LEAVERS = 5;
  private static final String ADMIN = Tokens.orgAdmin("ada", Samples.ORGANISATION);
  private static final PickRecord BY_CHANCE =
      new PickRecord("FIXED", 36, 1, 0, "form", "none", List.of());

  private final Random random = new Random(20261101);
  private final Map<String, Item> truth = new HashMap<>();

  @Test
  void faults_are_found_parameters_are_right_and_intervals_hold_the_truth() {
    Samples.pool().questions().forEach(question -> truth.put(question.id(), truth(question)));
    try (var installation = new Installation("--sextant.analytics.calibration-delay=0s")) {
      Instance instance = installation.start();
      describe(installation);
      Set<String> guessers = new HashSet<>();
      Set<String> leavers = new HashSet<>();
      for (int n = 0; n < FIXED_SESSIONS; n++) {
        String learner = "learner-" + n;
        boolean guesses = n < GUESSERS;
        boolean leaves = !guesses && n < GUESSERS + LEAVERS;
        if (guesses) {
          guessers.add(learner);
        } else if (leaves) {
          leavers.add(learner);
        }
        installation.record(fixed(learner, n % 2 == 0, guesses, leaves));
      }
      installation.flush();
      patient()
          .untilAsserted(
              () ->
                  assertThat(analysis(instance).at("/sessions").asInt()).isEqualTo(FIXED_SESSIONS));
      patient().untilAsserted(() -> plantedQuestionsAreFlagged(analysis(instance)));
      learnersWithoutEffortAreNamed(instance, guessers, leavers);
      classesStandBesideEachOther(instance);

      // What the advice leads to: the question with the wrong key counts for nobody.
      assertThat(
              post(
                      instance,
                      "/api/questions/" + WRONG_KEY + "/repairs",
                      Map.of("void", true, "dryRun", false),
                      ADMIN)
                  .status())
          .isEqualTo(201);
      Instant from = calibrated(instance);
      difficultiesAreRight(analysis(instance));
      intervalsHoldTheTruth(installation, instance, from);
    }
  }

  private void plantedQuestionsAreFlagged(JsonNode analysis) {
    int healthyFlagged = 0;
    for (JsonNode item : analysis.at("/items")) {
      List<String> flags = item.at("/flags").valueStream().map(JsonNode::asString).toList();
      switch (item.at("/questionId").asString()) {
        case WRONG_KEY -> assertThat(flags).contains("WRONG_KEY");
        case LEAKED -> assertThat(flags).contains("LEAKED");
        case UNFAIR -> assertThat(flags).contains("GROUP_DIFFERENCE");
        default -> healthyFlagged += Collections.disjoint(flags, FAULTS) ? 0 : 1;
      }
    }
    System.out.printf("healthy questions flagged: %d of 33%n", healthyFlagged);
    // 5 % of 33.
    assertThat(healthyFlagged).isLessThanOrEqualTo(1);
  }

  private static void learnersWithoutEffortAreNamed(
      Instance instance, Set<String> guessers, Set<String> leavers) {
    Set<String> guessing = new HashSet<>();
    Set<String> left = new HashSet<>();
    for (String classId : List.of(Samples.CLASS, OTHER_CLASS)) {
      JsonNode map =
          get(instance, "/api/classes/" + classId + "/mastery?courseId=" + Samples.COURSE, ADMIN)
              .json();
      for (JsonNode risk : map.at("/atRisk")) {
        String learner = risk.at("/learnerId").asString();
        if (risk.at("/reasons").toString().contains("by guessing")) {
          guessing.add(learner);
        }
        if (risk.at("/reasons").toString().contains("Left the last exam")) {
          left.add(learner);
        }
      }
    }
    Set<String> found = new HashSet<>(guessing);
    found.retainAll(guessers);
    guessing.removeAll(guessers);
    System.out.printf(
        "guessers found: %d of %d; others taken for guessing: %d of %d; left early: %d of %d%n",
        found.size(), GUESSERS, guessing.size(), FIXED_SESSIONS - GUESSERS, left.size(), LEAVERS);
    assertThat(left).isEqualTo(leavers);
    // Luck hides one of them: 12 right of 18 by guessing is rare, 5 or 6 is not.
    assertThat(found).hasSizeGreaterThanOrEqualTo(GUESSERS - 1);
    assertThat(guessing.size()).isLessThanOrEqualTo(FIXED_SESSIONS * 5 / 100);
  }

  /// Each figure says whom it counts.
  private static void classesStandBesideEachOther(Instance instance) {
    JsonNode compared =
        get(
                instance,
                "/api/classes/"
                    + Samples.CLASS
                    + "/mastery/comparison?with="
                    + OTHER_CLASS
                    + "&courseId="
                    + Samples.COURSE,
                ADMIN)
            .json();
    assertThat(compared.at("/population").asString()).contains("at least 8 questions");
    assertThat(compared.at("/classes")).hasSize(2);
    for (JsonNode line : compared.at("/classes")) {
      assertThat(line.at("/members").asInt()).isEqualTo(FIXED_SESSIONS / 2);
      // Who left after six answers is too little known to count.
      assertThat(line.at("/measured").asInt())
          .isBetween(FIXED_SESSIONS / 2 - LEAVERS, FIXED_SESSIONS / 2 - 1);
      assertThat(line.at("/domains")).hasSize(Samples.DOMAINS.size());
      assertThat(line.at("/domains/0/standardError").asDouble()).isBetween(0.01, 0.2);
    }
  }

  private void difficultiesAreRight(JsonNode analysis) {
    for (String domain : Samples.DOMAINS) {
      List<Double> found = new ArrayList<>();
      List<Double> known = new ArrayList<>();
      for (JsonNode item : analysis.at("/items")) {
        String id = item.at("/questionId").asString();
        if (item.at("/domainId").asString().equals(domain)
            && !List.of(WRONG_KEY, LEAKED, UNFAIR).contains(id)) {
          assertThat(item.at("/history/0/answers").asLong()).isBetween(400L, 600L);
          found.add(item.at("/history/0/b").asDouble());
          known.add(item(id).b());
        }
      }
      double correlation = Samples.correlation(array(found), array(known));
      System.out.printf("difficulties in %s: correlation %.3f%n", domain, correlation);
      assertThat(correlation).as(domain).isGreaterThanOrEqualTo(0.95);
    }
  }

  private void intervalsHoldTheTruth(Installation installation, Instance instance, Instant from) {
    Map<String, double[]> abilities = new HashMap<>();
    for (int n = 0; n < ADAPTIVE_SESSIONS; n++) {
      String learner = "candidate-" + n;
      double[] ability = ability();
      abilities.put("adaptive-" + learner, ability);
      installation.record(adaptive(instance, learner, ability, from));
    }
    installation.flush();
    int[] covered = new int[Samples.DOMAINS.size()];
    abilities.forEach(
        (session, ability) -> {
          JsonNode result = finished(instance, session);
          for (int d = 0; d < covered.length; d++) {
            JsonNode interval = result.at("/domains/" + d + "/interval");
            assertThat(interval.at("/confidence").asDouble()).isEqualTo(0.9);
            covered[d] +=
                interval.at("/low").asDouble() <= ability[d]
                        && ability[d] <= interval.at("/high").asDouble()
                    ? 1
                    : 0;
          }
        });
    for (int d = 0; d < covered.length; d++) {
      System.out.printf(
          "intervals of 90 %% hold the truth in %s: %d of %d%n",
          Samples.DOMAINS.get(d), covered[d], ADAPTIVE_SESSIONS);
    }
    for (int d = 0; d < covered.length; d++) {
      assertThat(covered[d] / (double) ADAPTIVE_SESSIONS)
          .as(Samples.DOMAINS.get(d))
          .isBetween(0.85, 0.95);
    }
  }

  private static JsonNode finished(Instance instance, String session) {
    patient()
        .until(
            () ->
                get(instance, "/api/results/" + session, ADMIN)
                    .json()
                    .at("/state")
                    .asString("")
                    .equals("FINAL"));
    return get(instance, "/api/results/" + session, ADMIN).json();
  }

  private static Instant calibrated(Instance instance) {
    String path = "/api/courses/" + Samples.COURSE + "/calibrations";
    String job = path + "/" + post(instance, path, null, ADMIN).json().at("/id").asString();
    patient()
        .until(() -> !get(instance, job, ADMIN).json().at("/state").asString().equals("RUNNING"));
    JsonNode result = get(instance, job, ADMIN).json();
    assertThat(result.at("/state").asString()).as(result.toString()).isEqualTo("DONE");
    return Instant.parse(result.at("/result/effectiveFrom").asString()).plusSeconds(1);
  }

  private static JsonNode analysis(Instance instance) {
    return get(instance, "/api/courses/" + Samples.COURSE + "/item-analysis", ADMIN).json();
  }

  /// A form drawn by chance, half of the questions.
  private List<ExamEvent> fixed(
      String learner, boolean ofFirstClass, boolean guesses, boolean leaves) {
    List<String> questions = new ArrayList<>(truth.keySet());
    Collections.sort(questions);
    Collections.shuffle(questions, random);
    double[] ability = ability();
    String classId = ofFirstClass ? Samples.CLASS : OTHER_CLASS;
    var session =
        new Sitting(
            "fixed-" + learner, learner, classId, Samples.exam("FIXED", FORM), Samples.NOON);
    boolean knowsLeak = random.nextDouble() < 0.35;
    for (String question : questions.subList(0, leaves ? 6 : FORM)) {
      boolean right = knows(question, ability, guesses, ofFirstClass ? 0 : 1.5);
      long millis = Math.round(12_000 * Math.exp(0.3 * random.nextGaussian()));
      if (question.equals(LEAKED) && knowsLeak && !guesses) {
        right = random.nextDouble() < 0.97;
        millis = 2_500;
      }
      // The author took another option for the key: those who know choose one that counts wrong.
      boolean counted = question.equals(WRONG_KEY) ? !right && random.nextInt(5) == 0 : right;
      String option =
          question.equals(WRONG_KEY)
              ? counted ? "right" : right ? "wrong" : "other"
              : right ? "right" : random.nextBoolean() ? "wrong" : "other";
      session.answer(question, 1, option, counted, millis, BY_CHANCE);
    }
    return session.finished(leaves ? "LEARNER" : "LENGTH");
  }

  private List<ExamEvent> adaptive(
      Instance instance, String learner, double[] ability, Instant from) {
    ExamSnapshot exam = Samples.exam("ADAPTIVE", LENGTH);
    var session = new Sitting("adaptive-" + learner, learner, Samples.CLASS, exam, from);
    List<Map<String, Object>> answered = new ArrayList<>();
    while (true) {
      JsonNode next =
          post(
                  instance,
                  "/internal/next-questions",
                  Map.of(
                      "sessionId",
                      session.id,
                      "learnerId",
                      learner,
                      "organisationId",
                      Samples.ORGANISATION,
                      "exam",
                      exam,
                      "poolRevision",
                      1,
                      "answered",
                      answered),
                  Installation.serviceToken())
              .json()
              .at("/now");
      String question = next.at("/questionId").asString("");
      if (question.isEmpty()) {
        return session.finished(next.at("/stop").asString("LENGTH"));
      }
      boolean right = knows(question, ability, false, 0);
      answered.add(Map.of("questionId", question, "correct", right));
      // Its author has mended the key by now.
      session.answer(
          question,
          question.equals(WRONG_KEY) ? 2 : 1,
          right ? "right" : "wrong",
          right,
          12_000,
          JSON.treeToValue(next.at("/pick"), PickRecord.class));
    }
  }

  private boolean knows(String question, double[] ability, boolean guesses, double handicap) {
    Item item = item(question);
    double theta = ability[item.domain()] - (question.equals(UNFAIR) ? handicap : 0);
    return random.nextDouble() < (guesses ? GUESSING : item.probability(theta));
  }

  private double[] ability() {
    double common = random.nextGaussian();
    double[] ability = new double[Samples.DOMAINS.size()];
    for (int d = 0; d < ability.length; d++) {
      ability[d] =
          Math.sqrt(CORRELATION) * common + Math.sqrt(1 - CORRELATION) * random.nextGaussian();
    }
    return ability;
  }

  /// The truth scatters around the author's level as authors are held to.
  private Item truth(Pool.Entry question) {
    int level = List.of("EASY", "MEDIUM", "HARD").indexOf(question.difficulty()) - 1;
    return Item.threeParameter(
        question.id(),
        Samples.DOMAINS.indexOf(question.domainId()),
        Math.exp(0.2 + 0.2 * random.nextGaussian()),
        level + 0.6 * random.nextGaussian(),
        GUESSING);
  }

  private Item item(String id) {
    return Objects.requireNonNull(truth.get(id));
  }

  private void describe(Installation installation) {
    Map<String, byte[]> questions = new HashMap<>();
    for (QuestionRecord question : Samples.questionRecords()) {
      questions.put(question.questionId(), JSON.writeValueAsBytes(question));
    }
    installation.publish(Topics.QUESTIONS, questions);
    Map<String, byte[]> classes = new HashMap<>();
    for (String classId : List.of(Samples.CLASS, OTHER_CLASS)) {
      classes.put(
          classId,
          CLASSES.write(
              new ClassRecord.ClassChanged(
                  Samples.ORGANISATION,
                  classId,
                  classId,
                  List.of(Samples.COURSE),
                  List.of(),
                  Samples.NOON)));
    }
    for (int n = 0; n < FIXED_SESSIONS; n++) {
      String classId = n % 2 == 0 ? Samples.CLASS : OTHER_CLASS;
      classes.put(
          classId + "/learner-" + n,
          CLASSES.write(
              new ClassRecord.MemberChanged(
                  Samples.ORGANISATION, classId, "learner-" + n, "LEARNER", true, Samples.NOON)));
    }
    installation.publish(Topics.CLASSES, classes);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// One session as session-service would tell of it.
  private static final class Sitting {
    final String id;
    private final String learner;
    private final List<ExamEvent> events = new ArrayList<>();
    private Instant now;

    Sitting(String id, String learner, @Nullable String classId, ExamSnapshot exam, Instant start) {
      this.id = id;
      this.learner = learner;
      this.now = start;
      events.add(
          new SessionStarted(
              id,
              Samples.ORGANISATION,
              learner,
              0,
              start,
              classId,
              null,
              exam,
              1,
              null,
              List.of(),
              1));
    }

    void answer(
        String question,
        int version,
        String option,
        boolean correct,
        long millis,
        PickRecord pick) {
      now = now.plusMillis(millis);
      int position = events.size();
      events.add(
          new AnswerAccepted(
              id,
              Samples.ORGANISATION,
              learner,
              position,
              now,
              position,
              1,
              question,
              version,
              Samples.domainOf(question),
              option,
              correct,
              millis,
              pick,
              null));
    }

    List<ExamEvent> finished(String reason) {
      events.add(
          new SessionFinished(
              id,
              Samples.ORGANISATION,
              learner,
              events.size(),
              now.plusSeconds(1),
              reason,
              events.size() - 1));
      return events;
    }
  }
}
