package dev.sextant.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  private static final Path HOME = Path.of("/srv/sextant");

  @Test
  void the_cohort_of_the_profile_can_be_asked_for() {
    Plan plan =
        Plan.of(
            HOME, "--learners", "5000", "--within", "PT60S", "--think", "PT45S", "--for", "PT3M");

    assertThat(plan.target()).isNull();
    assertThat(plan.learners()).isEqualTo(5000);
    assertThat(plan.within()).isEqualTo(Duration.ofSeconds(60));
    assertThat(plan.think()).isEqualTo(Duration.ofSeconds(45));
    assertThat(plan.lasts()).isEqualTo(Duration.ofMinutes(3));
    assertThat(plan.floors()).isZero();
  }

  @Test
  void a_system_that_runs_already_is_named_with_its_accounts_and_processes() {
    String line =
        "--gateway http://h:1 --code ABC --instructor a@b:p:w --admin c@d:x --process redis=12"
            + " --process gateway=13";
    Target target = Objects.requireNonNull(Plan.of(HOME, line.split(" ", -1)).target());

    assertThat(target.gateway()).isEqualTo(URI.create("http://h:1"));
    assertThat(target.instructor()).isEqualTo(new Target.Account("a@b", "p:w"));
    assertThat(target.processes()).containsEntry("redis", 12L).containsEntry("gateway", 13L);
  }

  @Test
  void a_storm_of_any_part_can_be_asked_for() {
    Plan usual = Plan.of(HOME, "--learners", "5000");
    Plan storm = Plan.of(HOME, "--storm", "PT20S", "--still", "session-service");

    assertThat(usual.storm()).isZero();
    assertThat(usual.still()).isEqualTo("gateway");
    assertThat(storm.storm()).isEqualTo(Duration.ofSeconds(20));
    assertThat(storm.still()).isEqualTo("session-service");
  }

  @Test
  void others_warm_the_system_up_only_when_asked_for() {
    Plan warm = Plan.of(HOME, "--warm-up", "PT60S").warming();

    assertThat(Plan.of(HOME).warming().learners()).isZero();
    assertThat(warm.learners()).isEqualTo(120);
    assertThat(warm.within()).isEqualTo(Duration.ofSeconds(45));
    assertThat(warm.lasts()).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--lerners 5",
        "--learners",
        "--learners x",
        "--think 45",
        "--process redis",
        "--gateway http://h:1",
        "learners 5"
      })
  void what_cannot_be_is_said(String line) {
    assertThatThrownBy(() -> Plan.of(HOME, line.split(" ", -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
