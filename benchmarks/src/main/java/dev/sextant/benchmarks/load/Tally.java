package dev.sextant.benchmarks.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Times of calls by kind, every one kept, and what went wrong.
final class Tally {
  private static final double[] SHARES = {0.5, 0.95, 0.99, 0.999};

  private final Map<String, Times> times = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> repeats = new ConcurrentHashMap<>();

  /// Notes one call; what it was answered counts as an error unless it is good.
  void add(String kind, Api.Reply reply) {
    add(kind, reply.nanos());
    if (!reply.isGood()) {
      error(kind + " " + (reply.status() == 0 ? "without reply" : reply.status()));
    }
  }

  void add(String kind, long nanos) {
    times.computeIfAbsent(kind, _ -> new Times()).add(nanos);
  }

  /// Notes a try that had no outcome and is made again. Who is sent away must be told when to come
  /// again: else it is an error.
  void again(String kind, Api.Reply reply) {
    String what = kind + " " + (reply.status() == 0 ? "without reply" : reply.status());
    repeats.computeIfAbsent(what, _ -> new LongAdder()).increment();
    if (reply.isSentAway() && !reply.retryAfter().isPositive()) {
      error(what + " without Retry-After");
    }
  }

  /// How many tries of this kind were sent away with this status.
  long again(String kind, int status) {
    LongAdder some = repeats.get(kind + " " + status);
    return some == null ? 0 : some.sum();
  }

  void error(String what) {
    errors.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  /// Takes over what went wrong in a part of the run.
  void take(Tally part) {
    part.errors.forEach(
        (what, count) -> errors.computeIfAbsent(what, _ -> new LongAdder()).add(count.sum()));
  }

  long errors() {
    return errors.values().stream().mapToLong(LongAdder::sum).sum();
  }

  long count(String kind) {
    Times some = times.get(kind);
    return some == null ? 0 : some.sorted().length;
  }

  /// The time in milliseconds that this share of the calls did not exceed.
  double millis(String kind, double share) {
    Times some = times.get(kind);
    return some == null ? 0 : percentile(some.sorted(), share) / 1e6;
  }

  /// A line for each kind, then the errors.
  String report() {
    var text = new StringBuilder();
    text.append(
        "  %-12s %8s %9s %9s %9s %9s %9s%n"
            .formatted("", "calls", "p50 ms", "p95 ms", "p99 ms", "p99.9 ms", "most ms"));
    new TreeMap<>(times)
        .forEach(
            (kind, some) -> {
              long[] sorted = some.sorted();
              text.append(String.format(Locale.ROOT, "  %-12s %8d", kind, sorted.length));
              for (double share : SHARES) {
                text.append(String.format(Locale.ROOT, " %9.1f", percentile(sorted, share) / 1e6));
              }
              text.append(String.format(Locale.ROOT, " %9.1f%n", sorted[sorted.length - 1] / 1e6));
            });
    text.append("  errors       ").append(errors());
    if (!errors.isEmpty()) {
      text.append(' ').append(new TreeMap<>(errors));
    }
    if (!repeats.isEmpty()) {
      text.append(System.lineSeparator()).append("  made again   ").append(new TreeMap<>(repeats));
    }
    return text.append(System.lineSeparator()).toString();
  }

  /// The nearest-rank percentile.
  static long percentile(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  private static final class Times {
    private long[] values = new long[1024];
    private int size;

    synchronized void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    synchronized long[] sorted() {
      long[] copy = Arrays.copyOf(values, size);
      Arrays.sort(copy);
      return copy;
    }
  }
}
