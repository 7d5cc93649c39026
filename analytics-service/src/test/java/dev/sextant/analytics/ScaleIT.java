package dev.sextant.analytics;

import static dev.sextant.analytics.Installation.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.analytics.Installation.Instance;
import dev.sextant.analytics.Samples.History;
import dev.sextant.contracts.ClassRecord;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.testkit.Tokens;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/// How fast recorded answers are counted anew, beside a bare consumer on the same topic in the same
/// run, and how soon a class of 5,000 is seen. `make scale ANSWERS=n`; benchmarks/RESULTS.md has
/// the figures.
@EnabledIfSystemProperty(named = "sextant.replay.answers", matches = "[0-9]+")
class ScaleIT {
  private static final int ANSWERS = Integer.getInteger("sextant.replay.answers", 0);
  private static final int LENGTH = 20;
  private static final int CLASS = 5_000;
  private static final int LOOKS = 40;
  private static final EventJson<ClassRecord> CLASSES = Json.events(ClassRecord.class);
  private static final String ADMIN = Tokens.orgAdmin("ada", Samples.ORGANISATION);
  private static final String PLATFORM = Tokens.platformAdmin("root");

  @Test
  void recorded_answers_are_counted_anew() {
    try (var installation = new Installation()) {
      installation.stubs.counters(ANSWERS);
      int sessions = ANSWERS / LENGTH;
      installation.makeTopics(Topics.EXAM_EVENTS, Topics.CLASSES);
      for (int n = 0; n < sessions; n++) {
        installation.record(history(n).events());
      }
      installation.flush();
      int events = sessions * (LENGTH + 2);

      installation.publish(Topics.CLASSES, aClass());

      Duration bare = timed(() -> assertThat(installation.countEvents()).isEqualTo(events));
      try (Instance instance = installation.start()) {
        Duration counted =
            timed(
                () -> {
                  installation.awaitRead("analytics", Topics.EXAM_EVENTS);
                  // Counting goes through all sessions, so it is asked for when all are there.
                  installation.awaitRead("analytics-readings", "");
                  await()
                      .atMost(Duration.ofMinutes(2))
                      .untilAsserted(
                          () -> {
                            JsonNode balance = get(instance, "/api/conservation", PLATFORM).json();
                            assertThat(balance.at("/inAnalytics").asLong())
                                .isEqualTo((long) sessions * LENGTH);
                          });
                });
        look(instance, "while items are still counted");
        installation.awaitQuiet();
        look(instance, "quiet");
        System.gc();
        System.out.printf(
            Locale.ROOT,
            "replay of %,d answers (%,d events, %,d learners): bare consumer %,.0f events/s,"
                + " counted and readable %,.0f events/s (%,.0f answers/s); heap after %,d MB%n",
            sessions * LENGTH,
            events,
            Math.min(CLASS, sessions),
            rate(events, bare),
            rate(events, counted),
            rate(sessions * LENGTH, counted),
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
      }
    }
  }

  /// The dashboard as its page asks for it, the first ones to warm up.
  private static void look(Instance instance, String when) {
    String path = "/api/classes/" + Samples.CLASS + "/mastery?courseId=" + Samples.COURSE;
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(get(instance, path, ADMIN).json().at("/population/measured").asInt())
                    .isEqualTo(Math.min(CLASS, ANSWERS / LENGTH)));
    long[] millis = new long[LOOKS];
    for (int n = 0; n < LOOKS; n++) {
      millis[n] =
          timed(() -> assertThat(get(instance, path, ADMIN).status()).isEqualTo(200)).toMillis();
    }
    long[] warm = Arrays.copyOfRange(millis, LOOKS / 2, LOOKS);
    Arrays.sort(warm);
    System.out.printf(
        Locale.ROOT,
        "dashboard of %,d learners, %s: first %d ms, then median %d ms, most %d ms%n",
        CLASS,
        when,
        millis[0],
        warm[warm.length / 2],
        warm[warm.length - 1]);
  }

  private static Map<String, byte[]> aClass() {
    Map<String, byte[]> records = new HashMap<>();
    records.put(
        Samples.CLASS,
        CLASSES.write(
            new ClassRecord.ClassChanged(
                Samples.ORGANISATION,
                Samples.CLASS,
                "A large class",
                List.of(Samples.COURSE),
                List.of(),
                Samples.NOON)));
    for (int n = 0; n < CLASS; n++) {
      String learner = "learner-" + n;
      records.put(
          Samples.CLASS + "/" + learner,
          CLASSES.write(
              new ClassRecord.MemberChanged(
                  Samples.ORGANISATION, Samples.CLASS, learner, "LEARNER", true, Samples.NOON)));
    }
    return records;
  }

  private static History history(int n) {
    return new History(
            "session-" + n,
            "learner-" + n % CLASS,
            Samples.exam("ADAPTIVE", "AT_END", "WEIGHTED_MEAN"),
            Samples.NOON.plus(Duration.ofDays(n / CLASS)))
        .answers(LENGTH, 0.6, new SplittableRandom(n))
        .finish("LENGTH");
  }

  private static Duration timed(Runnable work) {
    long before = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - before);
  }

  private static double rate(int count, Duration time) {
    return count / (time.toNanos() / 1e9);
  }
}
