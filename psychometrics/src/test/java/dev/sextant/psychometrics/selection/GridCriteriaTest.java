package dev.sextant.psychometrics.selection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Reference;
import dev.sextant.psychometrics.estimation.Answers;
import dev.sextant.psychometrics.estimation.GridPosterior;
import dev.sextant.psychometrics.estimation.InformationKind;
import dev.sextant.psychometrics.estimation.OneScale;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.model.Quadrature;
import dev.sextant.psychometrics.model.ResponseTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GridCriteriaTest {
  private static final ItemBank BANK =
      ItemBank.of(
          1,
          Reference.csv("selection/bank_sel200.csv").stream()
              .map(
                  row ->
                      new Item(
                          row.text("item"),
                          0,
                          row.number("a"),
                          row.number("b"),
                          row.number("c"),
                          row.number("d")))
              .toList());
  private static final Quadrature CATR = Quadrature.normalTrapezoid(33, -4, 4, 0, 1);

  private static final class State {
    private final int[] items;
    private final int[] right;

    State(int[] items, int[] right) {
      this.items = items;
      this.right = right;
    }

    GridPosterior posterior(Quadrature quadrature) {
      var posterior = new GridPosterior(new ResponseTable(BANK, quadrature));
      for (int i = 0; i < items.length; i++) {
        posterior.update(items[i] - 1, right[i] == 1);
      }
      return posterior;
    }

    Answers answers() {
      var answers = new Answers();
      for (int i = 0; i < items.length; i++) {
        answers.add(BANK.item(items[i] - 1), right[i] == 1);
      }
      return answers;
    }
  }

  @Test
  void every_criterion_picks_the_reference_item_with_the_reference_value() {
    Map<String, State> states = new HashMap<>();
    for (Reference.Row row : Reference.csv("selection/states.csv")) {
      states.put(
          row.text("state_id"), new State(row.integers("administered"), row.integers("responses")));
    }
    var criteria = new GridCriteria(BANK);
    Map<String, Integer> seen = new TreeMap<>();
    for (Reference.Row row : Reference.csv("selection/expected_next_item.csv")) {
      State state = requireNonNull(states.get(row.text("state_id")));
      double[] values = new double[BANK.size()];
      double scale = 1;
      boolean small = false;
      String criterion = row.text("criterion");
      switch (criterion) {
        case "MFI@EAP" ->
            criteria.fisherInformation(OneScale.eap(state.answers(), CATR).theta(), values);
        case "MFI@MAP" ->
            criteria.fisherInformation(
                OneScale.map(state.answers(), 0, 1, InformationKind.EXPECTED).theta(), values);
        case "MEPV_posterior_predictive_sum61" -> {
          criteria.expectedVariance(state.posterior(Quadrature.normal61(0, 1)), values);
          small = true;
        }
        case "MEPV_catR_plugin@EAP" -> {
          GridPosterior posterior = state.posterior(CATR);
          criteria.expectedVariancePluggedIn(posterior, posterior.mean(), values);
          small = true;
        }
        case "KL@EAP", "KLP@EAP" -> {
          double eap = OneScale.eap(state.answers(), CATR).theta();
          GridPosterior posterior =
              state.posterior(
                  criterion.equals("KLP@EAP") ? CATR : Quadrature.flatTrapezoid(33, -4, 4));
          criteria.kullbackLeibler(posterior, eap, values);
          scale = Math.exp(posterior.logEvidence());
        }
        case "MLWI", "MPWI" -> {
          GridPosterior posterior =
              state.posterior(
                  criterion.equals("MPWI") ? CATR : Quadrature.flatTrapezoid(33, -4, 4));
          criteria.weightedInformation(posterior, values);
          scale = Math.exp(posterior.logEvidence());
        }
        default -> throw new IllegalStateException("unknown criterion " + criterion);
      }
      int best = best(values, state.items, small);
      String what = row.text("state_id") + " " + criterion;
      int expected = row.integer("best_item");
      if (row.number("rel_gap") > 1e-6) {
        assertThat(best + 1).describedAs(what).isEqualTo(expected);
      }
      double value = row.number("best_value");
      // The reference has nine decimals.
      assertThat(values[expected - 1] * scale)
          .describedAs(what)
          .isCloseTo(value, within(1e-6 * Math.abs(value) + 6e-10));
      seen.merge(criterion, 1, Integer::sum);
    }
    assertThat(seen).hasSize(8);
  }

  private static int best(double[] values, int[] asked, boolean small) {
    boolean[] out = new boolean[values.length];
    for (int item : asked) {
      out[item - 1] = true;
    }
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (!out[i] && (best < 0 || (small ? values[i] < values[best] : values[i] > values[best]))) {
        best = i;
      }
    }
    return best;
  }

  @Test
  void fifty_whole_adaptive_paths_are_those_of_catR() {
    Map<String, String> answersOf = new HashMap<>();
    for (Reference.Row row : Reference.csv("selection/trajectory_responses.csv")) {
      answersOf.put(row.text("simulee"), row.text("responses_to_all_200_items"));
    }
    var criteria = new GridCriteria(BANK);
    double[] values = new double[BANK.size()];
    var posterior = new GridPosterior(new ResponseTable(BANK, CATR));
    Answers answers = new Answers();
    int[] asked = new int[20];
    int steps = 0;
    for (Reference.Row row : Reference.csv("selection/expected_trajectories.csv")) {
      int step = row.integer("step");
      boolean eap = row.text("rule").startsWith("MFI+EAP");
      if (step == 1) {
        posterior.reset();
        answers.clear();
        asked = new int[20];
      }
      double before = step == 1 ? 0 : theta(eap, posterior, answers);
      assertThat(before).isCloseTo(row.number("theta_before"), within(1.5e-6));
      criteria.fisherInformation(before, values);
      int best = best(values, Arrays.copyOf(asked, step - 1), false);
      assertThat(best + 1).isEqualTo(row.integer("item"));
      asked[step - 1] = best + 1;
      boolean right = requireNonNull(answersOf.get(row.text("simulee"))).charAt(best) == '1';
      assertThat(right).isEqualTo(row.integer("response") == 1);
      posterior.update(best, right);
      answers.add(BANK.item(best), right);
      assertThat(theta(eap, posterior, answers))
          .isCloseTo(row.number("theta_after"), within(1.5e-6));
      double error =
          eap
              ? posterior.standardDeviation()
              : OneScale.map(answers, 0, 1, InformationKind.EXPECTED).standardError();
      assertThat(error).isCloseTo(row.number("se_after"), within(1.5e-6));
      steps++;
    }
    assertThat(steps).isEqualTo(50 * 20);
  }

  private static double theta(boolean eap, GridPosterior posterior, Answers answers) {
    return eap ? posterior.mean() : OneScale.map(answers, 0, 1, InformationKind.EXPECTED).theta();
  }
}
