package dev.sextant.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.standalone.demo.DemoClass;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A cohort sits exams while parts are killed, frozen, cut off and lose power: nothing that was
/// acknowledged is lost or counted twice. And the same check fails where the promise is broken on
/// purpose.
///
/// A short seed and the controls run with all tests. `-Dsextant.chaos=true` runs the rest too, and
/// `make chaos SEED=n SECONDS=s LEARNERS=l` another schedule.
class FaultsIT {
  private static final long SEED = Long.getLong("sextant.chaos.seed", 20);
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("sextant.chaos.seconds", 65));
  private static final int LEARNERS = Integer.getInteger("sextant.chaos.learners", 24);
  private static final Duration FINISH_LIMIT = Duration.ofSeconds(150);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(90);
  private static final Learner.Manners AS_THE_PAGE =
      new Learner.Manners(Duration.ofMillis(1200), true, Duration.ofSeconds(2));

  /// A client that keeps nothing: the server's copy is the only one.
  private static final Learner.Manners WITHOUT_RECEIPTS =
      new Learner.Manners(Duration.ofMillis(200), false, Duration.ofSeconds(1));

  private static Cluster cluster;
  private static DemoClass demo;

  @BeforeAll
  static void start() {
    cluster = Cluster.start();
    demo = cluster.prepareClass();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void no_acknowledged_answer_is_lost_or_counted_twice_under_seeded_faults() {
    List<Fault> schedule = Schedule.of(SEED, LENGTH, cluster.links());
    System.out.printf(
        "[faults] seed %d: %d faults in %d s, %d learners%n",
        SEED, schedule.size(), LENGTH.toSeconds(), LEARNERS);
    Cohort cohort = Cohort.join(demo, cluster.entrance(), LEARNERS, AS_THE_PAGE, SEED);

    cohort.begin();
    Chaos.run(cluster, schedule, LENGTH);
    cohort.finish(FINISH_LIMIT);

    Conservation.Report report = check(cohort, DRAIN_LIMIT);
    System.out.printf("[faults] seed %d, %d faults: %s%n", SEED, schedule.size(), report);
    assertThat(report.violations()).isEmpty();
    assertThat(report.acknowledged()).isGreaterThan(LEARNERS * 10);
    assertThat(report.inAnalytics()).isGreaterThanOrEqualTo(report.acknowledged());
  }

  @Test
  @EnabledIfSystemProperty(named = "sextant.chaos", matches = "true")
  void a_power_cut_takes_nothing_that_was_acknowledged() {
    assumeThat(cluster.redis().canLosePower()).as("a C compiler is there").isTrue();
    Cohort cohort = Cohort.join(demo, cluster.entrance(), 6, WITHOUT_RECEIPTS, SEED);
    cohort.begin();
    for (int cut = 1; cut <= 3; cut++) {
      awaitAcknowledgements(cohort, cut * 20);
      cluster.redis().cutPower();
      cluster.redis().start();
    }
    cohort.finish(FINISH_LIMIT);

    assertThat(check(cohort, DRAIN_LIMIT).violations()).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = "sextant.chaos", matches = "true")
  void a_rewrite_of_the_file_under_load_loses_nothing() {
    Cohort cohort = Cohort.join(demo, cluster.entrance(), 6, WITHOUT_RECEIPTS, SEED);
    cohort.begin();
    for (int rewrite = 1; rewrite <= 3; rewrite++) {
      awaitAcknowledgements(cohort, rewrite * 20);
      assertThat(cluster.redis().command("BGREWRITEAOF")).startsWith("+Background");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> cluster.redis().info("aof_rewrite_in_progress").equals("0"));
    }
    cluster.redis().cutPower();
    cluster.redis().start();
    cohort.finish(FINISH_LIMIT);

    assertThat(check(cohort, DRAIN_LIMIT).violations()).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = "sextant.chaos", matches = "true")
  void a_lost_reply_is_answered_again_with_the_same_receipt() {
    Cohort cohort = Cohort.join(demo, cluster.entrance(), 6, AS_THE_PAGE, SEED);
    cohort.begin();
    loseReplies(cohort);
    cohort.finish(FINISH_LIMIT);

    Conservation.Report report = check(cohort, DRAIN_LIMIT);
    assertThat(report.violations()).isEmpty();
    assertThat(report.unknown()).as("replies that were lost").isPositive();
  }

  @Test
  void the_check_fails_where_redis_syncs_once_a_second_and_loses_power() {
    assumeThat(cluster.redis().canLosePower()).as("a C compiler is there").isTrue();
    Cohort cohort = Cohort.join(demo, cluster.entrance(), 8, WITHOUT_RECEIPTS, SEED);
    cohort.begin();
    awaitAcknowledgements(cohort, 24);
    try {
      assertThat(cluster.redis().command("CONFIG", "SET", "appendfsync", "everysec"))
          .isEqualTo("+OK");
      // What Kafka has would be found again: it has nothing from here on.
      cluster.link("session-kafka").be(new Weather.Silent());
      // A sync takes longer than the power lasts, so that what is lost does not hang on luck.
      cluster.redis().syncTakes(Duration.ofSeconds(3));
      awaitAcknowledgements(cohort, cohort.acknowledgements() + 16);

      assertThat(cluster.redis().cutPower()).as("bytes that were not on the disk").isPositive();
    } finally {
      cluster.heal();
    }
    cohort.finish(Duration.ofSeconds(40));

    Conservation.Report report = check(cohort, Duration.ofSeconds(15));
    System.out.println("[faults] control, synced once a second: " + report);
    assertThat(report.violations()).extracting(Violation::kind).contains(Violation.Kind.LOST);
  }

  @Test
  void the_check_fails_where_a_repeat_is_not_known_for_one() {
    Path copy = cluster.logs().resolveSibling("session-service-broken.jar");
    Jars.broken(
        Jars.of("session-service"),
        copy,
        "BOOT-INF/classes/dev/sextant/session/redis/answer.lua",
        "if prior and asked.id == ARGV[4] and prior.optionId == ARGV[5] then",
        "if false then");
    Cohort cohort;
    cluster.exchangeSessionService(copy);
    try {
      cohort = Cohort.join(demo, cluster.entrance(), 6, AS_THE_PAGE, SEED);
      cohort.begin();
      loseReplies(cohort);
      cohort.finish(Duration.ofSeconds(60));
    } finally {
      cluster.exchangeSessionService(Jars.of("session-service"));
    }

    Conservation.Report report = check(cohort, DRAIN_LIMIT);
    System.out.println("[faults] control, repeats not known: " + report);
    assertThat(report.violations()).extracting(Violation::kind).contains(Violation.Kind.UNSTABLE);
  }

  private static Conservation.Report check(Cohort cohort, Duration drain) {
    return new Conservation(cluster.gateway(), cluster.kafka(), drain).check(cohort.learners());
  }

  /// Three times, for a second and a half, answers arrive and their replies do not.
  private static void loseReplies(Cohort cohort) {
    for (int loss = 1; loss <= 3; loss++) {
      awaitAcknowledgements(cohort, loss * 6);
      cluster.link("gateway-session").be(new Weather.NoReplies());
      LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
      cluster.link("gateway-session").be(new Weather.Clear());
    }
  }

  private static void awaitAcknowledgements(Cohort cohort, int wanted) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> cohort.acknowledgements() >= wanted);
  }
}
