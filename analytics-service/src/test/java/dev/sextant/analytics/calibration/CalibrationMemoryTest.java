package dev.sextant.analytics.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.ParameterSet.Parameters;
import dev.sextant.analytics.items.ItemState;
import dev.sextant.analytics.items.Observation;
import dev.sextant.analytics.items.Observation.Use;
import dev.sextant.psychometrics.Item;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What a calibration holds in memory. By default 200,000 answers; `make calibration-memory
/// ANSWERS=10000000` measures what the class states.
class CalibrationMemoryTest {
  private static final int ANSWERS = Integer.getInteger("sextant.calibration.answers", 200_000);
  private static final int LENGTH = 20;
  private static final int DOMAINS = 5;
  private static final int ITEMS_A_DOMAIN = 80;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void the_answers_are_streamed_and_what_is_held_is_what_is_stated() {
    List<Item> truth = truth();
    int sessions = ANSWERS / LENGTH;
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    long before = used();
    long begun = System.nanoTime();

    Calibrating.Outcome outcome =
        Calibrating.of(
            "course",
            truth.stream().map(CalibrationMemoryTest::answered).toList(),
            source(truth, sessions),
            Optional.empty(),
            NOON,
            (done, all) -> {});

    long peak = peak() - before;
    System.out.printf(
        Locale.ROOT,
        "calibration of %,d answers in %,d sessions, %d items: stated %,d MB, heap at its peak"
            + " %,d MB above the start (garbage included), %.0f s, %d rounds%n",
        outcome.answers(),
        outcome.sessions(),
        truth.size(),
        outcome.bytes() >> 20,
        peak >> 20,
        Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0,
        outcome.rounds());
    assertThat(outcome.answers()).isEqualTo((long) sessions * LENGTH);
    assertThat(outcome.bytes()).isLessThan(16L * outcome.answers() + 400L * sessions);
    // An answer of its own object would take 50 bytes and more.
    assertThat(outcome.bytes() / (double) outcome.answers()).isLessThan(20);
  }

  private static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static List<Item> truth() {
    var random = new Random(42);
    List<Item> items = new ArrayList<>();
    for (int d = 0; d < DOMAINS; d++) {
      for (int n = 0; n < ITEMS_A_DOMAIN; n++) {
        items.add(
            Item.threeParameter(
                "d" + d + "-" + (100 + n),
                d,
                Math.exp(0.25 * random.nextGaussian()),
                random.nextGaussian(),
                0.2));
      }
    }
    return items;
  }

  /// Made as they are asked for: nothing of them stays.
  private static AnswerSource source(List<Item> truth, int sessions) {
    return new AnswerSource() {
      @Override
      public long finishedSessions(String courseId) {
        return sessions;
      }

      @Override
      public void sessions(String courseId, Consumer<List<Given>> reader) {
        var random = new Random(7);
        for (int session = 0; session < sessions; session++) {
          double general = random.nextGaussian();
          List<Given> given = new ArrayList<>(LENGTH);
          int first = random.nextInt(ITEMS_A_DOMAIN);
          for (int n = 0; n < LENGTH; n++) {
            int domain = n % DOMAINS;
            double ability = 0.75 * general + 0.66 * random.nextGaussian();
            Item item =
                truth.get(domain * ITEMS_A_DOMAIN + (first + 17 * (n / DOMAINS)) % ITEMS_A_DOMAIN);
            given.add(new Given(item.id(), 1, "", random.nextDouble() < item.probability(ability)));
          }
          reader.accept(given);
        }
      }
    };
  }

  private static ItemState answered(Item item) {
    String domain = item.id().substring(0, 2);
    var written = new Parameters(item.id(), 1, domain, 1, 0, 0.2, 0.3, 0.7, 0.5, 0);
    var seen =
        new Observation(
            Use.BOTH, item.id(), 1, "course", domain, null, "k", true, true, 1000, 0, 0, 0.5,
            written, written, NOON);
    return ItemState.unseen(seen).with(seen);
  }
}
