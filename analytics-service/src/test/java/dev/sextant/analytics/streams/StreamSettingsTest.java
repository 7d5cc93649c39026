package dev.sextant.analytics.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class StreamSettingsTest {
  private static final StreamSettings DEFAULTS =
      new StreamSettings(
          0.6,
          0.002,
          0.9,
          0.25,
          0.5,
          0.8,
          8,
          5,
          0.05,
          Duration.ofMinutes(1),
          "data/streams",
          2,
          0,
          Duration.ofSeconds(5),
          Duration.ofMillis(300),
          Duration.ofDays(30),
          Duration.ofSeconds(10));

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Bound.class);

  @Configuration
  @EnableConfigurationProperties(StreamSettings.class)
  static class Bound {}

  @Test
  void the_defaults_stand_without_a_file() {
    context.run(c -> assertThat(c.getBean(StreamSettings.class)).isEqualTo(DEFAULTS));
  }

  @Test
  void the_file_names_the_same_defaults() {
    context
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .run(c -> assertThat(c.getBean(StreamSettings.class)).isEqualTo(DEFAULTS));
  }

  @Test
  void every_setting_binds() {
    context
        .withPropertyValues(
            "sextant.analytics.correlation=0.5",
            "sextant.analytics.drift-per-day=0.01",
            "sextant.analytics.interval-confidence=0.95",
            "sextant.analytics.developing=0.2",
            "sextant.analytics.proficient=0.4",
            "sextant.analytics.mastered=0.9",
            "sextant.analytics.least-answers=4",
            "sextant.analytics.randomesque=3",
            "sextant.analytics.pilots=0.1",
            "sextant.analytics.calibration-delay=30s",
            "sextant.analytics.state-dir=/var/lib/x",
            "sextant.analytics.threads=4",
            "sextant.analytics.standbys=1",
            "sextant.analytics.repair-every=9s",
            "sextant.analytics.commit-every=50ms",
            "sextant.analytics.keep-ended=7d",
            "sextant.analytics.missed-after=20s")
        .run(
            c ->
                assertThat(c.getBean(StreamSettings.class))
                    .isEqualTo(
                        new StreamSettings(
                            0.5,
                            0.01,
                            0.95,
                            0.2,
                            0.4,
                            0.9,
                            4,
                            3,
                            0.1,
                            Duration.ofSeconds(30),
                            "/var/lib/x",
                            4,
                            1,
                            Duration.ofSeconds(9),
                            Duration.ofMillis(50),
                            Duration.ofDays(7),
                            Duration.ofSeconds(20))));
  }

  @Test
  void a_wrong_value_stops_the_start() {
    context
        .withPropertyValues("sextant.analytics.correlation=1.5")
        .run(c -> assertThat(c).hasFailed());
    context
        .withPropertyValues("sextant.analytics.missed-after=1s")
        .run(c -> assertThat(c).hasFailed());
  }
}
