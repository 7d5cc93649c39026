package dev.sextant.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.systemtests.faults.Conservation.Report;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A new version goes out while exams are sat: one instance after the other leaves, stops and comes
/// back, and every answer is accepted once. A request that meets the change may have to be
/// repeated, which the page does; how many were is printed and not judged, since a slow machine
/// adds its own.
///
/// Starts a cluster of its own, and so runs by `make rolling-restart` only.
@EnabledIfSystemProperty(named = "sextant.chaos", matches = "true")
class RollingRestartIT {
  private static final int LEARNERS = 12;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
  private static final Duration ACKNOWLEDGED_LIMIT = Duration.ofSeconds(60);

  @Test
  void no_answer_is_lost_or_refused_while_each_instance_of_session_service_is_restarted() {
    try (Cluster cluster = Cluster.start()) {
      var patient = new Learner.Manners(Duration.ofMillis(400), true, Duration.ofSeconds(2));
      Cohort cohort = Cohort.join(cluster.prepareClass(), cluster.gateway(), LEARNERS, patient, 11);
      cohort.begin();
      awaitMore(cohort);
      for (String instance : new String[] {"session-service-1", "session-service-2"}) {
        Child child = cluster.child(instance);
        assertThat(child.stop(STOP_LIMIT)).as(instance + " stops by itself").isTrue();
        awaitMore(cohort);
        child.start();
        cluster.awaitReady();
        awaitMore(cohort);
      }
      cohort.finish(Duration.ofMinutes(2));

      Report report =
          new Conservation(cluster.gateway(), cluster.kafka(), Duration.ofMinutes(2))
              .check(cohort.learners());
      System.out.println("[restart] " + report);
      assertThat(report.violations()).isEmpty();
    }
  }

  private static void awaitMore(Cohort cohort) {
    int before = cohort.acknowledgements();
    await()
        .atMost(ACKNOWLEDGED_LIMIT)
        .until(() -> cohort.acknowledgements() > before + 2 * LEARNERS);
  }
}
