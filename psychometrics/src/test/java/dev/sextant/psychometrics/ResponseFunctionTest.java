package dev.sextant.psychometrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponseFunctionTest {
  @Test
  void probability_slope_and_information_are_those_of_catR() {
    Map<String, double[]> items = ScoringCases.items();
    List<Reference.Row> rows = Reference.csv("scoring/expected_item_information.csv");
    for (Reference.Row row : rows) {
      double[] i = requireNonNull(items.get(row.text("bank") + " " + row.text("item")));
      double theta = row.number("theta");
      assertThat(ResponseFunction.probability(theta, i[0], i[1], i[2], i[3]))
          .isCloseTo(row.number("P"), within(1e-9));
      assertThat(ResponseFunction.slope(theta, i[0], i[1], i[2], i[3]))
          .isCloseTo(row.number("dP"), within(1e-9));
      assertThat(ResponseFunction.information(theta, i[0], i[1], i[2], i[3]))
          .isCloseTo(row.number("info"), within(1e-9));
    }
    assertThat(rows).hasSizeGreaterThan(500);
  }

  @Test
  void derivatives_agree_with_differences_of_the_log_likelihood() {
    double[][] items = {{1.3, 0.2, 0, 1}, {0.8, -1, 0.25, 1}, {1.7, 1, 0.2, 0.95}, {1, 0, 0, 0.9}};
    double h = 1e-4;
    for (double[] i : items) {
      for (double theta = -6; theta <= 6; theta += 0.75) {
        for (boolean correct : new boolean[] {true, false}) {
          double before =
              ResponseFunction.logLikelihood(theta - h, i[0], i[1], i[2], i[3], correct);
          double here = ResponseFunction.logLikelihood(theta, i[0], i[1], i[2], i[3], correct);
          double after = ResponseFunction.logLikelihood(theta + h, i[0], i[1], i[2], i[3], correct);
          assertThat(ResponseFunction.score(theta, i[0], i[1], i[2], i[3], correct))
              .isCloseTo((after - before) / (2 * h), within(1e-7));
          assertThat(ResponseFunction.observedInformation(theta, i[0], i[1], i[2], i[3], correct))
              .isCloseTo((2 * here - after - before) / (h * h), within(1e-5));
        }
      }
    }
  }

  @Test
  void nothing_overflows_far_from_the_item() {
    for (double theta : new double[] {-800, 800}) {
      for (boolean correct : new boolean[] {true, false}) {
        assertThat(ResponseFunction.logLikelihood(theta, 2, 0, 0, 1, correct)).isFinite();
        assertThat(ResponseFunction.score(theta, 2, 0, 0.2, 0.9, correct)).isFinite();
      }
      assertThat(ResponseFunction.information(theta, 2, 0, 0.2, 1)).isZero();
    }
  }
}
