package dev.sextant.analytics.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Samples;
import dev.sextant.analytics.Samples.History;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.analytics.results.Judgement.DomainResult;
import dev.sextant.analytics.results.Judgement.Result;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.psychometrics.Normal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {
  private static final Level.Thresholds THRESHOLDS = new Level.Thresholds(0.25, 0.5, 0.8);
  private static final Judgement JUDGEMENT = new Judgement(0.9, THRESHOLDS, 4);
  private static final Pool POOL = Samples.pool();

  @ParameterizedTest
  @CsvSource({
    "0, NOVICE",
    "0.2499, NOVICE",
    "0.25, DEVELOPING",
    "0.4999, DEVELOPING",
    "0.5, PROFICIENT",
    "0.7999, PROFICIENT",
    "0.8, MASTERED",
    "1, MASTERED"
  })
  void a_level_begins_at_its_threshold(double mastery, Level level) {
    assertThat(Level.of(mastery, THRESHOLDS)).isEqualTo(level);
  }

  @Test
  void thresholds_out_of_order_are_refused() {
    assertThatThrownBy(() -> new Level.Thresholds(0.5, 0.25, 0.8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_live_session_is_provisional_and_an_ended_one_final() {
    History history = History.adaptive("s", "l").answers(5, 0.5, new Random(1));
    assertThat(result(history).state()).isEqualTo("PROVISIONAL");
    assertThat(result(history).finishedAt()).isNull();

    Result over = result(history.finish("LEARNER"));
    assertThat(over.state()).isEqualTo("FINAL");
    assertThat(over.reason()).isEqualTo("LEARNER");
    assertThat(over.answered()).isEqualTo(5);
  }

  @Test
  void the_score_counts_right_answers_in_all_and_in_each_domain() {
    Result result =
        result(
            History.adaptive("s", "l")
                .answer("one", 3, true)
                .answer("two", 3, false)
                .answer("one", 4, true)
                .answer("one", 5, false)
                .finish("LENGTH"));
    assertThat(result.score()).isEqualTo(2);
    assertThat(result.domains()).extracting(DomainResult::score).containsExactly(2, 0, 0);
    assertThat(result.domains()).extracting(DomainResult::answered).containsExactly(3, 1, 0);
  }

  @Test
  void an_interval_holds_the_mean_and_says_its_confidence() {
    for (DomainResult domain :
        result(History.adaptive("s", "l").answers(9, 0.7, new Random(3)).finish("LENGTH"))
            .domains()) {
      assertThat(domain.interval().confidence()).isEqualTo(0.9);
      assertThat(domain.mean()).isBetween(domain.interval().low(), domain.interval().high());
      assertThat(domain.interval().high() - domain.mean())
          .isCloseTo(1.6449 * domain.standardDeviation(), within(1e-3));
    }
  }

  @Test
  void mastery_is_the_probability_above_the_domains_own_cut() {
    List<Pool.Domain> harder = new ArrayList<>();
    for (Pool.Domain domain : POOL.domains()) {
      harder.add(new Pool.Domain(domain.id(), domain.title(), 1.0));
    }
    Pool raised = new Pool(POOL.courseId(), 1, harder, POOL.questions());
    SessionState session =
        session(History.adaptive("s", "l").answers(9, 0.7, new Random(3)).finish("LENGTH"));
    for (int d = 0; d < 3; d++) {
      assertThat(JUDGEMENT.result(session, raised).domains().get(d).mastery())
          .isLessThan(JUDGEMENT.result(session, POOL).domains().get(d).mastery());
    }
    assertThat(JUDGEMENT.result(session, raised).decision())
        .as("the pass mark is the exam's, not the course's")
        .isEqualTo(JUDGEMENT.result(session, POOL).decision());
  }

  @Test
  void nothing_is_decided_on_too_few_answers() {
    var decision =
        result(History.adaptive("s", "l").answers(3, 1, new Random(1)).finish("LEARNER"))
            .decision();
    assertThat(decision.passed()).isNull();
    assertThat(decision.readiness()).isNull();
  }

  @Test
  void the_band_of_readiness_holds_the_true_chance_of_passing_as_often_as_it_says() {
    var readiness = Judgement.Readiness.of(0.9);
    assertThat(readiness.low()).isBetween(0.5, 0.9);
    assertThat(readiness.high()).isBetween(0.9, 1.0);

    var random = new Random(7);
    double middle = Normal.quantile(0.9);
    int inside = 0;
    for (int n = 0; n < 100_000; n++) {
      // Somebody of whom this exam said 0.9, and whose next exam measures as well.
      double chance = Normal.probabilityBelow(middle + random.nextGaussian());
      inside += readiness.low() <= chance && chance <= readiness.high() ? 1 : 0;
    }
    assertThat(inside / 100_000.0).isCloseTo(readiness.confidence(), within(0.01));
  }

  @Test
  void readiness_is_even_at_the_mark_and_finite_at_certainty() {
    assertThat(Judgement.Readiness.of(0.5).low()).isCloseTo(0.25, within(1e-9));
    assertThat(Judgement.Readiness.of(0.5).high()).isCloseTo(0.75, within(1e-9));
    assertThat(Judgement.Readiness.of(1).low()).isBetween(0.99, 1.0);
    assertThat(Judgement.Readiness.of(0).high()).isBetween(0.0, 0.01);
  }

  @Test
  void all_right_passes_and_all_wrong_fails_with_confidence() {
    var right = decision("EVERY_DOMAIN", 12, 1.0);
    var wrong = decision("EVERY_DOMAIN", 12, 0.0);
    assertThat(right.passed()).isTrue();
    assertThat(wrong.passed()).isFalse();
    assertThat(right.confidence()).isGreaterThan(0.6);
    assertThat(wrong.confidence()).isGreaterThan(0.9);
  }

  @Test
  void passing_in_every_domain_is_never_likelier_than_in_the_weakest() {
    Belief belief =
        session(History.adaptive("s", "l").answers(12, 0.8, new Random(8)).finish("LENGTH"))
            .belief();
    double weakest = 1;
    double product = 1;
    for (int d = 0; d < 3; d++) {
      double above = Estimation.ability(belief).probabilityAbove(d, 0);
      weakest = Math.min(weakest, above);
      product *= above;
    }
    double all = everywhere(belief, 0);
    assertThat(all).isLessThan(weakest);
    assertThat(all).as("domains correlate positively").isGreaterThan(product);
  }

  @Test
  void the_orthant_of_independent_domains_is_the_product() {
    var independent =
        new Belief(
            List.of(0.3, -0.2, 0.8),
            List.of(List.of(0.5, 0.0, 0.0), List.of(0.0, 0.8, 0.0), List.of(0.0, 0.0, 0.3)));
    double product = 1;
    for (int d = 0; d < 3; d++) {
      product *= Estimation.ability(independent).probabilityAbove(d, 0.1);
    }
    assertThat(everywhere(independent, 0.1)).isCloseTo(product, within(1e-3));
  }

  @Test
  void the_coarse_orthant_is_near_the_fine_one() {
    var random = new Random(11);
    for (int n = 0; n < 100; n++) {
      var belief =
          new Belief(
              List.of(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()),
              new Estimation(0.6, 0).population(3).covariance());
      assertThat(
              Orthant.probabilityAbove(
                  Estimation.ability(belief), List.of(0, 1, 2), 0, Orthant.COARSE))
          .isCloseTo(everywhere(belief, 0), within(1e-2));
    }
  }

  @Test
  void the_orthant_of_equally_correlated_domains_at_the_mean_is_the_known_one() {
    // P(all three above their means) = 1/8 + 3 asin(rho) / (4 pi), Sheppard's formula in three.
    Belief half = new Estimation(0.5, 0).population(3);
    assertThat(everywhere(half, 0))
        .isCloseTo(0.125 + 3 * Math.asin(0.5) / (4 * Math.PI), within(1e-3));
  }

  private Judgement.Decision decision(String rule, int answers, double rightly) {
    var history =
        new History("s", "l", Samples.exam("ADAPTIVE", "AT_END", rule), Samples.NOON)
            .answers(answers, rightly, new Random(2))
            .finish("LENGTH");
    return result(history).decision();
  }

  private static Result result(History history) {
    return JUDGEMENT.result(session(history), POOL);
  }

  private static SessionState session(History history) {
    var fold = new Fold(new Estimation(0.6, 0.002), Samples.pools(), ParameterSets.none());
    LearnerState state = LearnerState.unknown("l");
    SessionState session = null;
    for (ExamEvent event : history.events()) {
      if (fold.add(state, event) instanceof Fold.Outcome.Counted counted) {
        state = counted.state();
        session = counted.session();
      }
    }
    return Objects.requireNonNull(session);
  }

  private static double everywhere(Belief belief, double cut) {
    return Orthant.probabilityAbove(
        Estimation.ability(belief), List.of(0, 1, 2), cut, Orthant.FINE);
  }

  @Test
  void mastery_fades_towards_what_is_believed_of_anybody_and_its_level_falls() {
    var known =
        new Judgement.DomainStanding(
            "one",
            "One",
            0.4,
            0.3,
            new Judgement.Band(-0.1, 0.9, 0.9),
            0,
            0.91,
            Level.MASTERED,
            20);

    var soon = JUDGEMENT.faded(known, Duration.ZERO, 0.002);
    var later = JUDGEMENT.faded(known, Duration.ofDays(200), 0.002);
    var never = JUDGEMENT.faded(known, Duration.ofDays(100_000), 0.002);

    assertThat(soon.level()).isEqualTo(Level.MASTERED);
    assertThat(later.mean()).isEqualTo(0.4);
    assertThat(later.standardDeviation()).isCloseTo(Math.sqrt(0.09 + 0.4), within(1e-9));
    assertThat(later.mastery()).isLessThan(soon.mastery());
    assertThat(later.level()).isEqualTo(Level.PROFICIENT);
    assertThat(never.standardDeviation()).isEqualTo(1);
  }
}
