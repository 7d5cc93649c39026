package dev.sextant.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.session.AnswerOutcome;
import dev.sextant.session.Exam;
import dev.sextant.session.Session;
import dev.sextant.session.Some;
import dev.sextant.session.StartOutcome;
import dev.sextant.testkit.Servers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/// What an outage took is given back once, before anybody is sent away.
class OutageCreditIT {
  private static final RedisClient REDIS =
      RedisClient.create(Servers.redis().host(), Servers.redis().port());

  private final Keys keys = new Keys("outage-" + UUID.randomUUID() + ":");
  private final Instance one = new Instance();
  private final Instance other = new Instance();

  /// One instance of the service, as far as this goes.
  private final class Instance {
    final Store store = Scripted.store(REDIS, Servers.redis().host(), Servers.redis().port());
    final Pulse pulse = Scripted.open(store, keys);
    final RedisSessions sessions = new RedisSessions(store, keys, RedisSessionsIT.SETTINGS);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final OutageCredit credit =
        new OutageCredit(pulse, store, keys, sessions, Scripted.PULSE, meters);

    double credited() {
      return meters.get("sextant.store.gap.seconds").counter().count();
    }
  }

  private Session started(Duration allowance) {
    String learner = "learner-" + UUID.randomUUID();
    Exam exam = Some.exam("exam", Exam.Mode.ADAPTIVE, 3, allowance);
    return ((StartOutcome.Started)
            one.sessions.start(Some.fresh(one.sessions.nextId(learner), learner, exam)))
        .session();
  }

  /// The bucket could not be written for so long until now.
  private void outage(Session session, Duration time) {
    String at = Long.toString(Instant.now().minus(time).toEpochMilli());
    REDIS.hset(keys.pulse(Keys.bucketOf(session.learnerId())), "at", at);
  }

  @Test
  void time_that_ran_out_in_an_outage_is_given_back_once_and_then_it_runs_out() {
    Session session = started(Duration.ofMillis(300));
    Instant passed = session.startedAt().plusMillis(600);
    Awaitility.await().until(() -> Instant.now().isAfter(passed));
    outage(session, Duration.ofSeconds(5));

    assertThat(one.sessions.timeOut(session).isLive()).as("before the first beat").isTrue();
    assertThat(one.sessions.record(session, Some.answer(1, "q1-o1"), Some.ask(2), null))
        .isInstanceOf(AnswerOutcome.Accepted.class);
    one.pulse.beat();
    assertThat(one.sessions.timeOut(session).isLive()).as("while it is owed").isTrue();
    other.pulse.beat();
    assertThat(other.pulse.owed()).hasSize(1).isEqualTo(one.pulse.owed());

    other.credit.beat();
    one.credit.beat();
    other.credit.beat();

    Session later = one.sessions.find(session.id()).orElseThrow();
    Instant deadline = Objects.requireNonNull(session.deadline());
    assertThat(later.deadline()).isBetween(deadline.plusSeconds(35), deadline.plusSeconds(40));
    assertThat(one.sessions.events(session.id(), 0).stream().filter(e -> e.contains("OUTAGE")))
        .singleElement()
        .asString()
        .contains("\"type\":\"TimeAdded\"");
    assertThat(one.credited() + other.credited()).isBetween(5.0, 9.0);
    one.pulse.beat();
    assertThat(one.pulse.owed()).isEmpty();
    assertThat(one.sessions.timeOut(session).isLive()).isTrue();
  }

  @Test
  void a_short_pause_is_no_outage_and_a_sound_bucket_ends_what_is_over() {
    Session session = started(Duration.ofMillis(100));
    outage(session, Duration.ofSeconds(2));
    one.credit.beat();
    Instant passed = session.startedAt().plusMillis(400);
    Awaitility.await().until(() -> Instant.now().isAfter(passed));

    assertThat(one.sessions.timeOut(session).isLive()).isFalse();
    assertThat(one.credited()).isZero();
  }

  @Test
  void two_outages_are_both_given_back() {
    Session session = started(Duration.ofMinutes(45));
    outage(session, Duration.ofSeconds(4));
    one.pulse.beat();
    outage(session, Duration.ofSeconds(6));
    one.pulse.beat();
    assertThat(one.pulse.owed()).hasSize(2);

    one.credit.beat();

    Instant deadline = Objects.requireNonNull(session.deadline());
    assertThat(one.sessions.find(session.id()).orElseThrow().deadline())
        .isBetween(deadline.plusSeconds(70), deadline.plusSeconds(76));
    one.pulse.beat();
    assertThat(one.pulse.owed()).isEmpty();
  }

  @Test
  void a_durable_write_is_timed() {
    one.credit.beat();

    assertThat(one.meters.get("sextant.store.write").timer().count()).isEqualTo(1);
    assertThat(one.meters.get("sextant.store.slow").gauge().value()).isBetween(0.0, 2.0);
    assertThat(one.meters.get("sextant.store.recovering").gauge().value()).isZero();
    assertThat(one.meters.get("sextant.store.clock.suspect").gauge().value()).isZero();
  }
}
