package dev.sextant.analytics.classes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Samples;
import dev.sextant.analytics.Samples.History;
import dev.sextant.analytics.classes.ClassMastery.AtRisk;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.results.Judgement;
import dev.sextant.analytics.results.Level;
import dev.sextant.analytics.results.Publishing;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Trend;
import dev.sextant.contracts.ExamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassMasteryTest {
  private static final int LEAST = 6;
  private static final Judgement JUDGEMENT =
      new Judgement(0.9, new Level.Thresholds(0.25, 0.5, 0.8), LEAST);

  private final MasteryReading strong = learner("strong", 12, 0.95);
  private final MasteryReading weak = learner("weak", 12, 0.05);
  private final MasteryReading few = learner("few", 2, 0.5);

  @Test
  void the_population_adds_up_and_says_who_is_left_out_and_why() {
    ClassMastery mastery = of(Set.of("strong", "weak", "few", "silent"));
    assertThat(mastery.population().members()).isEqualTo(4);
    assertThat(mastery.population().measured()).isEqualTo(2);
    assertThat(mastery.population().excluded()).isEqualTo(2);
    assertThat(mastery.population().why())
        .containsEntry("no answer yet", 1)
        .containsEntry("under 6 answers", 1);
  }

  @Test
  void each_level_count_adds_up_to_those_measured() {
    for (ClassMastery.DomainDistribution domain : of(Set.of("strong", "weak", "few")).domains()) {
      assertThat(domain.levels().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
      assertThat(domain.levels().keySet()).containsExactlyInAnyOrder(Level.values());
    }
  }

  @Test
  void everyone_who_answered_has_a_line() {
    assertThat(of(Set.of("strong", "weak", "few", "silent")).learners())
        .extracting(ClassMastery.Row::learnerId)
        .containsExactly("few", "strong", "weak");
  }

  @Test
  void the_weak_are_at_risk_with_reasons_in_words() {
    List<AtRisk> risks = of(Set.of("strong", "weak", "few")).atRisk();
    assertThat(risks).extracting(AtRisk::learnerId).containsExactly("weak");
    assertThat(risks.getFirst().reasons()).isNotEmpty();
    assertThat(risks.getFirst().reasons().getFirst()).contains("Domain").contains("above the cut");
    ClassMastery.Cause cause = risks.getFirst().causes().getFirst();
    assertThat(cause.kind()).isEqualTo(ClassMastery.Cause.Kind.LOW_MASTERY);
    assertThat(cause.domain()).startsWith("Domain");
    assertThat(cause.figure()).isBetween(0.0, 0.25);
    assertThat(cause.answered()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void somebody_else_s_reading_is_not_counted() {
    assertThat(of(Set.of("strong")).learners())
        .extracting(ClassMastery.Row::learnerId)
        .containsExactly("strong");
  }

  @Test
  void an_empty_class_is_empty_and_no_error() {
    ClassMastery nobody = of(Set.of());
    assertThat(nobody.population().members()).isZero();
    assertThat(nobody.learners()).isEmpty();
    assertThat(nobody.atRisk()).isEmpty();
  }

  @Test
  void silence_is_a_reason_to_ask() {
    var later = Samples.NOON.plus(Duration.ofDays(20));
    assertThat(of(Set.of("strong"), later).atRisk().getFirst().reasons())
        .containsExactly("No answer for 19 days");
    assertThat(of(Set.of("strong"), Samples.NOON.plus(Duration.ofDays(5))).atRisk()).isEmpty();
  }

  @Test
  void a_fall_between_two_exams_is_a_reason() {
    List<Trend> trend =
        List.of(
            new Trend(Samples.NOON, List.of(1.0, 1.0, 1.0), List.of(0.3, 0.3, 0.3), null),
            new Trend(Samples.NOON, List.of(0.1, 0.9, 1.2), List.of(0.3, 0.3, 0.3), null));
    MasteryReading fallen = with(strong, trend);
    assertThat(
            ClassMastery.of(
                    Samples.CLASS,
                    Samples.COURSE,
                    Set.of("strong"),
                    List.of(fallen),
                    LEAST,
                    Samples.NOON)
                .atRisk()
                .getFirst()
                .reasons())
        .containsExactly("Domain one: fell by 0.9 logits between the last two exams");
  }

  @Test
  void who_left_early_and_who_answered_as_by_guessing_are_named_with_the_reason() {
    History left = History.adaptive("s", "left").answers(4, 1, new Random(1)).finish("LEARNER");
    History guessed = History.adaptive("s", "guessed");
    for (int n = 1; n <= 12; n++) {
      guessed.answer(Samples.DOMAINS.get(n % 3), 3 + n / 3, n % 6 == 0);
    }
    guessed.finish("LENGTH");
    ClassMastery map =
        ClassMastery.of(
            Samples.CLASS,
            Samples.COURSE,
            Set.of("left", "guessed", "strong"),
            List.of(reading("left", left), reading("guessed", guessed), strong),
            LEAST,
            Samples.NOON);

    assertThat(reasons(map, "left")).contains("Left the last exam after 4 answers of at least 6");
    assertThat(reasons(map, "guessed"))
        .contains(
            "Right no more often than by guessing in the last exam: 2 of 12, where guessing gives"
                + " 2");
    assertThat(reasons(map, "strong")).isEmpty();
  }

  @Test
  void growth_counts_those_who_sat_two_exams() {
    List<Trend> trend =
        List.of(
            new Trend(Samples.NOON, List.of(0.0, 0.5, 1.0), List.of(0.3, 0.3, 0.3), null),
            new Trend(Samples.NOON, List.of(0.4, 0.5, 1.6), List.of(0.3, 0.3, 0.3), null));
    ClassMastery map =
        ClassMastery.of(
            Samples.CLASS,
            Samples.COURSE,
            Set.of("strong", "weak"),
            List.of(with(strong, trend), weak),
            LEAST,
            Samples.NOON);

    assertThat(map.growth()).extracting(growth -> growth.learners()).containsExactly(1, 1, 1);
    assertThat(map.growth().getFirst().mean()).isEqualTo(0.4);
    assertThat(map.growth().getFirst().standardError()).isNull();
  }

  @Test
  void a_domain_is_spread_over_bins_beside_its_cut_and_nobody_is_left_out() {
    ClassMastery map = of(Set.of("strong", "weak", "few"));

    for (ClassMastery.DomainDistribution domain : map.domains()) {
      assertThat(domain.bins().stream().mapToInt(ClassMastery.Bin::learners).sum()).isEqualTo(2);
      assertThat(domain.bins().getFirst().from()).isEqualTo(-4);
      assertThat(domain.bins().getLast().to()).isEqualTo(4);
    }
    ClassMastery.DomainDistribution first = map.domains().getFirst();
    assertThat(first.cut()).isEqualTo(strong.now().domains().getFirst().cut());
    double mean = strong.now().domains().getFirst().mean();
    assertThat(first.bins())
        .filteredOn(bin -> bin.from() <= mean && mean < bin.to())
        .singleElement()
        .extracting(ClassMastery.Bin::learners)
        .isEqualTo(1);
  }

  @Test
  void a_week_shows_what_each_learner_s_last_exam_by_its_end_had_shown() {
    Instant sunday = Instant.parse("2026-03-08T23:59:59Z");
    Instant monday = sunday.plusSeconds(1);
    MasteryReading early =
        with(strong, List.of(point(sunday, 0.2), point(monday.plus(Duration.ofDays(9)), 1.0)));
    MasteryReading late = with(weak, List.of(point(monday, -0.6)));
    ClassMastery map =
        ClassMastery.of(
            Samples.CLASS,
            Samples.COURSE,
            Set.of("strong", "weak"),
            List.of(early, late, few),
            LEAST,
            Samples.NOON);

    assertThat(map.weeks())
        .extracting(week -> week.monday() + " " + week.learners())
        .containsExactly("2026-03-02 1", "2026-03-09 2", "2026-03-16 2");
    assertThat(map.weeks())
        .extracting(week -> Math.round(100 * week.domains().getFirst().mean()))
        .containsExactly(20L, -20L, 20L);
  }

  private static Trend point(Instant at, double mean) {
    return new Trend(at, List.of(mean, mean, mean), List.of(0.3, 0.3, 0.3), null);
  }

  private static List<String> reasons(ClassMastery map, String learner) {
    return map.atRisk().stream()
        .filter(risk -> risk.learnerId().equals(learner))
        .flatMap(risk -> risk.reasons().stream())
        .toList();
  }

  private static MasteryReading with(MasteryReading reading, List<Trend> trend) {
    return new MasteryReading(
        reading.id(),
        reading.version(),
        reading.learnerId(),
        reading.organisationId(),
        reading.courseId(),
        reading.now(),
        reading.disclosed(),
        trend,
        reading.belief(),
        reading.recent());
  }

  private ClassMastery of(Set<String> members) {
    return of(members, Samples.NOON);
  }

  private ClassMastery of(Set<String> members, Instant now) {
    return ClassMastery.of(
        Samples.CLASS, Samples.COURSE, members, List.of(strong, weak, few), LEAST, now);
  }

  private static MasteryReading learner(String id, int answers, double rightly) {
    return reading(
        id,
        History.adaptive("of-" + id, id).answers(answers, rightly, new Random(3)).finish("LENGTH"));
  }

  private static MasteryReading reading(String id, History history) {
    var fold = new Fold(new Estimation(0.6, 0.002), Samples.pools(), ParameterSets.none());
    LearnerState state = LearnerState.unknown(id);
    MasteryReading newest = null;
    for (ExamEvent event : history.events()) {
      var counted = (Fold.Outcome.Counted) fold.add(state, event);
      state = counted.state();
      for (var reading :
          new Publishing(JUDGEMENT, Samples.pools()).after(state, counted.session())) {
        newest = reading instanceof MasteryReading mastery ? mastery : newest;
      }
    }
    return Objects.requireNonNull(newest);
  }
}
