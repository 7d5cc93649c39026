package dev.sextant.psychometrics.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Ability;
import org.junit.jupiter.api.Test;

class AbilityDriftTest {
  private static final Ability POPULATION = Ability.standard(2, 0.6);
  private static final Ability KNOWN =
      Ability.of(new double[] {1, -0.5}, new double[][] {{0.1, 0.02}, {0.02, 0.2}});

  @Test
  void no_time_changes_nothing_and_long_time_leaves_only_the_population() {
    var drift = new AbilityDrift(POPULATION, 90, 1);
    assertThat(drift.after(KNOWN, 0).means()).containsExactly(1, -0.5);
    assertThat(drift.after(KNOWN, 0).standardError(1)).isCloseTo(Math.sqrt(0.2), within(1e-12));
    Ability forgotten = drift.after(KNOWN, 90 * 60);
    assertThat(forgotten.mean(0)).isCloseTo(0, within(1e-12));
    assertThat(forgotten.covariance(0, 1)).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void time_passes_the_same_in_one_step_and_in_two() {
    var drift = new AbilityDrift(POPULATION, 90, 0.5);
    Ability once = new AbilityDrift(POPULATION, 90, 1).after(KNOWN, 50);
    Ability twice =
        new AbilityDrift(POPULATION, 90, 1)
            .after(new AbilityDrift(POPULATION, 90, 1).after(KNOWN, 20), 30);
    assertThat(twice.mean(0)).isCloseTo(once.mean(0), within(1e-12));
    assertThat(twice.standardError(1)).isCloseTo(once.standardError(1), within(1e-12));
    assertThat(drift.after(KNOWN, 90).standardError(0)).isBetween(0.85, 0.89);
  }

  @Test
  void without_forgetting_the_mean_stays() {
    assertThat(new AbilityDrift(POPULATION, 30, 0).after(KNOWN, 365).means())
        .containsExactly(1, -0.5);
  }
}
