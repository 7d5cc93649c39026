package dev.sextant.systemtests.faults;

import dev.sextant.systemtests.faults.Fault.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Which faults happen when. A seed names a schedule: the same seed and length give the same one.
///
/// Faults of parts and faults of links alternate, each drawn from its deck until the deck is empty,
/// so that every kind comes before any comes twice. Faults overlap, but never on one target.
final class Schedule {
  static final String REDIS = "redis";

  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final Duration PACE = Duration.ofMillis(2800);

  /// A JVM needs about this long until it works again.
  private static final Duration RESTART = Duration.ofSeconds(15);

  private static final List<Draw> PARTS =
      List.of(
          new Draw(Kind.KILL, "gateway"),
          new Draw(Kind.KILL, "session-service-1"),
          new Draw(Kind.KILL, "session-service-2"),
          new Draw(Kind.KILL, "analytics-service"),
          new Draw(Kind.KILL, "question-service"),
          new Draw(Kind.KILL, "class-service"),
          new Draw(Kind.KILL, "kafka"),
          new Draw(Kind.KILL, REDIS),
          new Draw(Kind.POWER_CUT, REDIS),
          new Draw(Kind.SLOW_DISK, REDIS),
          new Draw(Kind.FREEZE, REDIS),
          new Draw(Kind.FREEZE, "session-service-1"),
          new Draw(Kind.FREEZE, "analytics-service"),
          new Draw(Kind.FREEZE, "kafka"));

  private static final List<Kind> OF_LINKS =
      List.of(
          Kind.RESET,
          Kind.SILENT,
          Kind.HALF_OPEN,
          Kind.NO_REPLIES,
          Kind.CUT_SHORT,
          Kind.SLOW,
          Kind.NARROW);

  private Schedule() {}

  private record Draw(Kind kind, String target) {}

  /// The faults of a seed in the order in which they begin; the last has ended after `length`.
  static List<Fault> of(long seed, Duration length, List<String> links) {
    var random = new Random(seed);
    Deque<Draw> parts = new ArrayDeque<>();
    Deque<Draw> wires = new ArrayDeque<>();
    Map<String, Duration> busy = new HashMap<>();
    List<Fault> faults = new ArrayList<>();
    boolean part = true;
    for (Duration at = FIRST; at.compareTo(length) < 0; at = at.plus(PACE)) {
      if (parts.isEmpty()) {
        parts.addAll(shuffled(PARTS, random));
      }
      if (wires.isEmpty()) {
        wires.addAll(shuffled(wires(links), random));
      }
      Deque<Draw> deck = part ? parts : wires;
      part = !part;
      Draw draw = deck.pop();
      Duration lasts = lasting(draw.kind(), random);
      Duration begins = at;
      Duration free = busy.getOrDefault(draw.target(), Duration.ZERO);
      if (free.compareTo(begins) > 0) {
        begins = free;
      }
      Duration ends = begins.plus(lasts);
      if (ends.compareTo(length) > 0) {
        continue;
      }
      faults.add(new Fault(begins, lasts, draw.kind(), draw.target()));
      boolean restarts = draw.kind() == Kind.KILL && !draw.target().equals(REDIS);
      busy.put(draw.target(), restarts ? ends.plus(RESTART) : ends.plusSeconds(1));
    }
    faults.sort(Comparator.comparing(Fault::at));
    return List.copyOf(faults);
  }

  private static List<Draw> wires(List<String> links) {
    List<Draw> wires = new ArrayList<>();
    for (String link : links) {
      for (Kind kind : OF_LINKS) {
        wires.add(new Draw(kind, link));
      }
    }
    return wires;
  }

  private static <T> List<T> shuffled(List<T> list, Random random) {
    List<T> copy = new ArrayList<>(list);
    Collections.shuffle(copy, random);
    return copy;
  }

  private static Duration lasting(Kind kind, Random random) {
    return switch (kind) {
      case KILL, POWER_CUT -> Duration.ofMillis(200 + random.nextInt(2500));
      case FREEZE -> Duration.ofMillis(1000 + random.nextInt(7000));
      case SLOW_DISK, SLOW, NARROW -> Duration.ofMillis(2000 + random.nextInt(4000));
      case RESET, SILENT, HALF_OPEN, NO_REPLIES, CUT_SHORT ->
          Duration.ofMillis(800 + random.nextInt(4000));
    };
  }
}
