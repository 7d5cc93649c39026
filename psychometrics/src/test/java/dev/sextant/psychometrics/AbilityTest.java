package dev.sextant.psychometrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AbilityTest {
  private static final Ability TWO =
      Ability.of(new double[] {0.5, -1}, new double[][] {{0.25, 0.1}, {0.1, 1}});

  @Test
  void a_covariance_that_is_not_positive_definite_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ability.of(new double[2], new double[][] {{1, 2}, {2, 1}}))
        .withMessage("covariance must be positive definite");
    assertThatIllegalArgumentException().isThrownBy(() -> Ability.standard(5, -0.3));
  }

  @Test
  void the_probability_above_the_mean_is_one_half_and_one_error_below_is_84_percent() {
    assertThat(TWO.probabilityAbove(0, 0.5)).isCloseTo(0.5, within(1e-15));
    assertThat(TWO.probabilityAbove(0, 0)).isCloseTo(0.8413447460685429, within(1e-14));
    assertThat(TWO.probabilityAbove(1, 40)).isZero();
  }

  @Test
  void the_95_percent_interval_is_1_96_standard_errors_wide_on_each_side() {
    var interval = TWO.interval(0, 0.95);
    assertThat(interval.low()).isCloseTo(0.5 - 0.5 * 1.959963984540054, within(1e-12));
    assertThat(interval.high()).isCloseTo(0.5 + 0.5 * 1.959963984540054, within(1e-12));
  }

  @Test
  void quantile_and_probability_are_inverse_to_each_other() {
    for (double p : new double[] {1e-12, 1e-6, 0.01, 0.3, 0.5, 0.9, 1 - 1e-9}) {
      assertThat(Normal.probabilityBelow(Normal.quantile(p))).isCloseTo(p, within(1e-14));
    }
    assertThat(Normal.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-12));
  }

  @Test
  void widening_keeps_the_means_and_the_correlations() {
    Ability wide = TWO.widened(0.5);
    assertThat(wide.means()).containsExactly(0.5, -1);
    assertThat(wide.covariance(0, 0)).isCloseTo(0.75, within(1e-15));
    assertThat(wide.covariance(1, 1)).isCloseTo(1.5, within(1e-15));
    assertThat(wide.covariance(0, 1)).isCloseTo(0.1 + 0.5 * 0.2, within(1e-15));
  }

  @Test
  void what_is_given_out_is_a_copy() {
    TWO.means()[0] = 99;
    TWO.covariances()[0][0] = 99;
    assertThat(TWO.mean(0)).isEqualTo(0.5);
    assertThat(TWO.covariance(0, 0)).isEqualTo(0.25);
  }
}
