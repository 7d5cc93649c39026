package dev.sextant.analytics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSet.Parameters;
import dev.sextant.analytics.Samples;
import dev.sextant.analytics.calibration.AnswerSource.Given;
import dev.sextant.analytics.items.ItemState;
import dev.sextant.analytics.items.Observation;
import dev.sextant.analytics.items.Observation.Use;
import dev.sextant.psychometrics.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CalibratingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int ITEMS = 40;
  private static final int ANSWERS = 20;

  /// Half as many sessions as this times the items answered gives 500 answers an item.
  private static final int SESSIONS = 1000;

  private static final List<Item> TRUTH = truth();

  @Test
  void difficulties_correlate_with_the_truth_after_500_answers_an_item_and_errors_are_honest() {
    Calibrating.Outcome outcome = calibrate(Optional.empty(), 0, 1);

    assertThat(outcome.answers()).isEqualTo((long) SESSIONS * ANSWERS);
    assertThat(outcome.bytes()).isEqualTo(10L * SESSIONS * ANSWERS + (16L + 32L) * SESSIONS);
    assertThat(outcome.domains()).singleElement().matches(domain -> domain.converged());
    List<Parameters> found = outcome.set().items();
    assertThat(found).hasSize(ITEMS);
    double[] b = new double[ITEMS];
    double[] t = new double[ITEMS];
    int within = 0;
    for (int i = 0; i < ITEMS; i++) {
      Item own = trueItem(found.get(i).questionId());
      b[i] = found.get(i).b();
      t[i] = own.b();
      within += Math.abs(b[i] - t[i]) < 1.96 * found.get(i).standardErrorOfB() ? 1 : 0;
      assertThat(found.get(i).answers()).isBetween(400L, 600L);
    }
    assertThat(Samples.correlation(b, t)).isGreaterThanOrEqualTo(0.95);
    assertThat(within).isGreaterThanOrEqualTo(ITEMS * 85 / 100);
  }

  @Test
  void another_calibration_stays_on_the_scale_of_the_one_before() {
    ParameterSet first = calibrate(Optional.empty(), 0, 1).set();
    // Learners one logit abler: without a link all items would seem a logit easier.
    Calibrating.Outcome second = calibrate(Optional.of(first), 1, 2);

    assertThat(second.set().number()).isEqualTo(2);
    assertThat(second.domains())
        .singleElement()
        .satisfies(
            domain -> {
              assertThat(domain.common()).isEqualTo(ITEMS);
              assertThat(domain.shift()).isCloseTo(1, within(0.25));
            });
    double difference =
        second.set().items().stream()
            .mapToDouble(item -> item.b() - trueItem(item.questionId()).b())
            .average()
            .orElseThrow();
    assertThat(difference).isCloseTo(0, within(0.2));
  }

  @Test
  void a_course_without_answers_is_not_calibrated() {
    assertThatThrownBy(
            () ->
                Calibrating.of(
                    "course", List.of(), source(0, 1), Optional.empty(), NOON, (done, all) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no answers");
  }

  private static Calibrating.Outcome calibrate(
      Optional<ParameterSet> before, double mean, long seed) {
    List<ItemState> items = TRUTH.stream().map(CalibratingTest::answered).toList();
    return Calibrating.of("course", items, source(mean, seed), before, NOON, (done, all) -> {});
  }

  private static List<Item> truth() {
    var random = new Random(42);
    List<Item> items = new ArrayList<>();
    for (int n = 0; n < ITEMS; n++) {
      items.add(
          Item.threeParameter(
              "q" + (100 + n),
              0,
              Math.exp(0.25 * random.nextGaussian()),
              random.nextGaussian(),
              0.25));
    }
    return items;
  }

  private static Item trueItem(String id) {
    return TRUTH.stream().filter(item -> item.id().equals(id)).findFirst().orElseThrow();
  }

  private static AnswerSource source(double mean, long seed) {
    return new AnswerSource() {
      @Override
      public long finishedSessions(String courseId) {
        return SESSIONS;
      }

      @Override
      public void sessions(String courseId, Consumer<List<Given>> reader) {
        var random = new Random(seed);
        List<Item> items = new ArrayList<>(TRUTH);
        for (int session = 0; session < SESSIONS; session++) {
          double ability = mean + random.nextGaussian();
          java.util.Collections.shuffle(items, random);
          reader.accept(
              items.subList(0, ANSWERS).stream()
                  .map(
                      item ->
                          new Given(
                              item.id(), 1, "", random.nextDouble() < item.probability(ability)))
                  .toList());
        }
      }
    };
  }

  /// The author's level is the nearest of the three, and wrong for every fifth.
  private static ItemState answered(Item item) {
    int place = TRUTH.indexOf(item);
    double level = place % 5 == 0 ? 0 : Math.clamp(Math.round(item.b()), -1, 1);
    var written = new Parameters(item.id(), 1, "one", 1, level, 0.25, 0.3, 0.7, 0.5, 0);
    var seen =
        new Observation(
            Use.BOTH, item.id(), 1, "course", "one", null, "k", true, true, 1000, 0, 0, 0.5,
            written, written, NOON);
    return ItemState.unseen(seen).with(seen);
  }
}
