package dev.sextant.analytics.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.analytics.ParameterSet.Parameters;
import dev.sextant.analytics.items.ItemAnalysis.Flag;
import dev.sextant.analytics.items.Observation.Use;
import dev.sextant.psychometrics.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemAnalysisTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int ITEMS = 60;
  private static final int LEARNERS = 1500;
  private static final int ANSWERS = 20;

  private static final int WRONG_KEY = 1;
  private static final int LEAKED = 2;
  private static final int HARDER_FOR_A_CLASS = 3;
  private static final int BECAME_EASY = 4;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void planted_faults_are_flagged_and_healthy_questions_are_not(long seed) {
    Map<Integer, ItemAnalysis> all = cohort(new Random(seed));

    assertThat(flags(all, WRONG_KEY)).contains(Flag.WRONG_KEY);
    assertThat(flags(all, LEAKED)).contains(Flag.LEAKED);
    assertThat(flags(all, HARDER_FOR_A_CLASS)).contains(Flag.GROUP_DIFFERENCE);
    assertThat(flags(all, BECAME_EASY)).contains(Flag.DRIFT);
    assertThat(all.get(LEAKED))
        .satisfies(item -> assertThat(item.advice()).anyMatch(text -> text.contains("replace it")));
    long flagged =
        all.entrySet().stream()
            .filter(entry -> entry.getKey() > BECAME_EASY)
            .filter(entry -> !entry.getValue().flags().isEmpty())
            .count();
    assertThat(flagged).isLessThanOrEqualTo((ITEMS - 5) * 5 / 100);
  }

  @Test
  void figures_of_a_healthy_question_are_what_was_put_in() {
    ItemAnalysis item = Objects.requireNonNull(cohort(new Random(4)).get(10));

    assertThat(item.fit().infit()).isCloseTo(1, within(0.12));
    assertThat(item.classical().answers()).isEqualTo(item.answered());
    assertThat(item.classical().pValue()).isEqualTo(item.shareRight());
    assertThat(item.classical().pointBiserial()).isBetween(0.2, 0.7);
    assertThat(item.times().median()).isBetween(15_000L, 25_000L);
    assertThat(item.options()).hasSize(4).filteredOn(option -> option.key()).hasSize(1);
    assertThat(item.options().stream().mapToDouble(option -> option.rate()).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(item.parameters().source()).isEqualTo("ONLINE");
  }

  @Test
  void classical_figures_are_withheld_until_thirty_randomly_placed_answers() {
    var random = new Random(5);
    ItemState state =
        ItemState.unseen(seen(0, random, random.nextGaussian(), true, "class-1", known -> {}));
    for (int n = 0; n < 200; n++) {
      state = state.with(seen(0, random, random.nextGaussian(), n < 29, "class-1", known -> {}));
    }
    ItemAnalysis item = ItemAnalysis.of(state, List.of(), 400);
    assertThat(item.classical().answers()).isEqualTo(29);
    assertThat(item.classical().pValue()).isNull();
    assertThat(item.classical().pointBiserial()).isNull();
    assertThat(item.shareRight()).isNotNull();
    assertThat(item.exposure()).isEqualTo(0.5);
  }

  private static List<Flag> flags(Map<Integer, ItemAnalysis> all, int item) {
    ItemAnalysis own = all.get(item);
    return own == null ? List.of() : own.flags();
  }

  private static Map<Integer, ItemAnalysis> cohort(Random random) {
    Map<Integer, ItemState> states = new HashMap<>();
    for (int learner = 0; learner < LEARNERS; learner++) {
      double ability = random.nextGaussian();
      String classId = learner % 3 == 0 ? "class-2" : "class-1";
      boolean knows = random.nextDouble() < 0.3;
      boolean late = learner > LEARNERS / 2;
      List<Integer> items = new ArrayList<>();
      for (int item = 1; item <= ITEMS; item++) {
        items.add(item);
      }
      java.util.Collections.shuffle(items, random);
      for (int item : items.subList(0, ANSWERS)) {
        Observation seen =
            seen(
                item,
                random,
                ability,
                true,
                classId,
                truth -> {
                  if (item == LEAKED && knows) {
                    truth.right = true;
                    truth.pace = -1.6;
                  }
                  if (item == HARDER_FOR_A_CLASS && classId.equals("class-2")) {
                    truth.right = random.nextDouble() < item(item).probability(ability - 1.3);
                  }
                  if (item == BECAME_EASY && late) {
                    truth.right = random.nextDouble() < item(item).probability(ability + 1.5);
                  }
                });
        states.merge(item, ItemState.unseen(seen).with(seen), (before, one) -> before.with(seen));
      }
    }
    Map<Integer, ItemAnalysis> all = new HashMap<>();
    states.forEach((item, state) -> all.put(item, ItemAnalysis.of(state, List.of(), LEARNERS)));
    return all;
  }

  private static final class Truth {
    private boolean right;
    private double pace;
  }

  private static Item item(int n) {
    double b = -1.2 + 2.4 * (n % 13) / 12;
    return Item.threeParameter("q" + n, 0, 0.8 + 0.1 * (n % 7), b, 0.25);
  }

  private static Observation seen(
      int n,
      Random random,
      double ability,
      boolean atRandom,
      String classId,
      Consumer<Truth> fault) {
    Item item = item(n);
    var truth = new Truth();
    truth.right = random.nextDouble() < item.probability(ability);
    truth.pace = 0.5 * random.nextGaussian();
    fault.accept(truth);
    // The key of the one with the wrong key is what those choose who do not know.
    String wrong = List.of("x", "y", "z").get(random.nextInt(3));
    boolean marked = n == WRONG_KEY ? !truth.right && wrong.equals("x") : truth.right;
    String option = n != WRONG_KEY ? (truth.right ? "k" : wrong) : truth.right ? "k" : wrong;
    var parameters =
        new Parameters("q" + n, 1, "one", item.a(), item.b(), item.c(), 0.3, 0.7, 0.5, 0);
    return new Observation(
        Use.BOTH,
        "q" + n,
        1,
        "course",
        "one",
        classId,
        option,
        marked,
        atRandom,
        Math.round(20_000 * Math.exp(truth.pace)),
        truth.pace,
        ability + 0.3 * random.nextGaussian(),
        0.3,
        parameters,
        parameters,
        NOON);
  }
}
