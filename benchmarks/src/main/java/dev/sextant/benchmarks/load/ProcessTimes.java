package dev.sextant.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Processor time that processes have used, user and system, from Linux' `/proc`.
final class ProcessTimes {
  /// `USER_HZ`, which is 100 on every Linux that the JDK runs on.
  private static final double TICKS_A_SECOND = 100;

  private final Map<String, Double> seconds;

  private ProcessTimes(Map<String, Double> seconds) {
    this.seconds = seconds;
  }

  /// What these processes have used until now.
  static ProcessTimes of(Map<String, Long> processes) {
    var seconds = new LinkedHashMap<String, Double>();
    processes.forEach((name, pid) -> seconds.put(name, used(pid)));
    return new ProcessTimes(seconds);
  }

  /// What they used since then.
  ProcessTimes since(ProcessTimes before) {
    var used = new LinkedHashMap<String, Double>();
    seconds.forEach((name, now) -> used.put(name, now - before.seconds.getOrDefault(name, 0.0)));
    return new ProcessTimes(used);
  }

  /// Microseconds for each of so many pieces of work, of the processes whose names are given.
  double microsEach(long pieces, Iterable<String> names) {
    double sum = 0;
    for (String name : names) {
      sum += seconds.getOrDefault(name, 0.0);
    }
    return pieces == 0 ? 0 : sum * 1e6 / pieces;
  }

  double microsEach(long pieces) {
    return microsEach(pieces, seconds.keySet());
  }

  /// A line for each process.
  String report(long pieces) {
    var text = new StringBuilder();
    seconds.forEach(
        (name, used) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-20s %8.2f s %8.0f us each%n",
                    name,
                    used,
                    pieces == 0 ? 0 : used * 1e6 / pieces)));
    return text.toString();
  }

  /// The fields after the name, which may hold spaces: 14 and 15 of proc_pid_stat(5) are the 12th
  /// and 13th after it.
  static double parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  private static double used(long pid) {
    try {
      return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is not there", e);
    }
  }
}
