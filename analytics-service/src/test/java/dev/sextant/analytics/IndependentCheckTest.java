package dev.sextant.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.ParameterSet.Parameters;
import dev.sextant.analytics.adaptive.NextQuestions;
import dev.sextant.analytics.adaptive.NextQuestions.Answered;
import dev.sextant.analytics.adaptive.NextQuestions.Next;
import dev.sextant.analytics.calibration.AnswerSource;
import dev.sextant.analytics.calibration.Calibrating;
import dev.sextant.analytics.items.ItemState;
import dev.sextant.analytics.items.Observation;
import dev.sextant.analytics.items.Observation.Use;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.Items;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.ExamSnapshot.DomainShare;
import dev.sextant.contracts.PickRecord;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A cohort of known abilities meets questions of known parameters, of which the system knows only
/// what the authors said: it calibrates from the first answers, then measures by adaptive exams.
class IndependentCheckTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<String> DOMAINS = List.of("one", "two", "three");
  private static final int QUESTIONS = 30;
  private static final int FORM = 15;
  private static final int CALIBRATING = 1000;
  private static final int LEARNERS = 400;
  private static final int LENGTH = 30;
  private static final double CORRELATION = 0.6;
  private static final Estimation ESTIMATION = new Estimation(CORRELATION, 0.002);

  private final Random random = new Random(20260301);
  private final Map<String, Item> truth = new HashMap<>();
  private final Pool pool = pool();
  private final Pools pools = (course, revision) -> pool;

  @Test
  void calibrated_difficulties_and_intervals_of_mastery_are_true() {
    ParameterSet calibrated = calibrate();

    // 1,000 forms of half of the questions: 500 answers an item.
    for (String domain : DOMAINS) {
      List<Parameters> own =
          calibrated.items().stream().filter(item -> item.domainId().equals(domain)).toList();
      assertThat(own).hasSize(QUESTIONS);
      assertThat(own).allSatisfy(item -> assertThat(item.answers()).isBetween(420L, 580L));
      assertThat(correlation(own)).as(domain).isGreaterThanOrEqualTo(0.95);
    }

    int[] covered = new int[DOMAINS.size()];
    for (int learner = 0; learner < LEARNERS; learner++) {
      double[] ability = ability();
      Ability found = Estimation.ability(exam("learner-" + learner, ability, calibrated).belief());
      for (int d = 0; d < covered.length; d++) {
        Ability.Interval interval = found.interval(d, 0.9);
        covered[d] += interval.low() <= ability[d] && ability[d] <= interval.high() ? 1 : 0;
      }
    }
    for (int d = 0; d < covered.length; d++) {
      assertThat(covered[d] / (double) LEARNERS).as(DOMAINS.get(d)).isBetween(0.85, 0.95);
    }
  }

  private SessionState exam(String learner, double[] ability, ParameterSet calibrated) {
    ParameterSets sets = only(calibrated);
    var next = new NextQuestions(pools, sets, 5, 0.05);
    var fold = new Fold(ESTIMATION, pools, sets);
    var exam =
        new ExamSnapshot(
            "exam",
            "course",
            "An exam",
            "ADAPTIVE",
            LENGTH,
            LENGTH,
            null,
            DOMAINS.stream().map(domain -> new DomainShare(domain, 1)).toList(),
            new ExamSnapshot.Passing(0, "EVERY_DOMAIN"),
            new ExamSnapshot.Stopping(null, null),
            "AT_END");
    LearnerState state = LearnerState.unknown(learner);
    String session = "of-" + learner;
    state =
        add(
            fold,
            state,
            new SessionStarted(
                session, "org", learner, 0, NOON, null, null, exam, 1, null, List.of(), 1));
    Belief prior = Objects.requireNonNull(state.sessions().get(session)).prior();
    List<Answered> answers = new ArrayList<>();
    while (true) {
      Next asked = next.next(session, exam, 1, NOON, answers, prior, Set.of());
      String question = asked.questionId();
      if (question == null) {
        var finished =
            new SessionFinished(
                session, "org", learner, answers.size() + 1, NOON, "LENGTH", answers.size());
        return ((Fold.Outcome.Counted) fold.add(state, finished)).session();
      }
      Item item = item(question);
      boolean right = random.nextDouble() < item.probability(ability[item.domain()]);
      answers.add(new Answered(question, right));
      PickRecord pick = Objects.requireNonNull(asked.pick());
      state =
          add(
              fold,
              state,
              new AnswerAccepted(
                  session,
                  "org",
                  learner,
                  answers.size(),
                  NOON,
                  answers.size(),
                  1,
                  question,
                  1,
                  DOMAINS.get(item.domain()),
                  right ? "right" : "wrong",
                  right,
                  9_000,
                  pick,
                  null));
    }
  }

  private static LearnerState add(Fold fold, LearnerState state, ExamEvent event) {
    return fold.add(state, event).state();
  }

  private ParameterSet calibrate() {
    List<ItemState> states = pool.questions().stream().map(this::asWritten).toList();
    List<String> ids = new ArrayList<>(truth.keySet());
    Collections.sort(ids);
    AnswerSource answers =
        new AnswerSource() {
          @Override
          public long finishedSessions(String courseId) {
            return CALIBRATING;
          }

          @Override
          public void sessions(String courseId, Consumer<List<Given>> reader) {
            for (int session = 0; session < CALIBRATING; session++) {
              double[] ability = ability();
              Collections.shuffle(ids, random);
              reader.accept(
                  ids.subList(0, FORM * DOMAINS.size()).stream()
                      .map(
                          id ->
                              new Given(
                                  id,
                                  1,
                                  "",
                                  random.nextDouble()
                                      < item(id).probability(ability[item(id).domain()])))
                      .toList());
            }
          }
        };
    return Calibrating.of("course", states, answers, Optional.empty(), NOON, (done, total) -> {})
        .set();
  }

  private ItemState asWritten(Pool.Entry question) {
    int domain = DOMAINS.indexOf(question.domainId());
    CalibratedItem written = Items.asWritten(question, domain);
    var parameters =
        new Parameters(
            question.id(),
            1,
            question.domainId(),
            written.item().a(),
            written.item().b(),
            written.item().c(),
            written.standardErrorOfLogA(),
            written.standardErrorOfB(),
            written.standardErrorOfLogitC(),
            0);
    var seen =
        new Observation(
            Use.DESCRIBE,
            question.id(),
            1,
            "course",
            question.domainId(),
            null,
            "right",
            true,
            true,
            1,
            0,
            0,
            1,
            parameters,
            parameters,
            NOON);
    return ItemState.unseen(seen).with(seen);
  }

  /// The truth scatters around the author's level as authors are held to.
  private Pool pool() {
    List<Pool.Entry> questions = new ArrayList<>();
    for (int d = 0; d < DOMAINS.size(); d++) {
      for (int n = 0; n < QUESTIONS; n++) {
        String id = DOMAINS.get(d) + "-" + n;
        int level = n % 3 - 1;
        questions.add(
            new Pool.Entry(
                id,
                1,
                DOMAINS.get(d),
                List.of(),
                List.of("EASY", "MEDIUM", "HARD").get(level + 1),
                4,
                List.of()));
        truth.put(
            id,
            Item.threeParameter(
                id,
                d,
                Math.exp(0.3 * random.nextGaussian()),
                level + 0.7 * random.nextGaussian(),
                0.25));
      }
    }
    return new Pool(
        "course", 1, DOMAINS.stream().map(id -> new Pool.Domain(id, id, 0)).toList(), questions);
  }

  private Item item(String id) {
    return Objects.requireNonNull(truth.get(id));
  }

  private double[] ability() {
    double common = random.nextGaussian();
    double[] ability = new double[DOMAINS.size()];
    for (int d = 0; d < ability.length; d++) {
      ability[d] =
          Math.sqrt(CORRELATION) * common + Math.sqrt(1 - CORRELATION) * random.nextGaussian();
    }
    return ability;
  }

  private double correlation(List<Parameters> found) {
    double mx = found.stream().mapToDouble(Parameters::b).average().orElseThrow();
    double my = found.stream().mapToDouble(p -> item(p.questionId()).b()).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (Parameters one : found) {
      double x = one.b() - mx;
      double y = item(one.questionId()).b() - my;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static ParameterSets only(ParameterSet set) {
    return new ParameterSets() {
      @Override
      public Optional<ParameterSet> inForce(String courseId, Instant at) {
        return Optional.of(set);
      }

      @Override
      public List<ParameterSet> of(String courseId) {
        return List.of(set);
      }

      @Override
      public void publish(ParameterSet one) {
        throw new AssertionError("nothing is published by measuring");
      }
    };
  }
}
