package dev.sextant.benchmarks.load;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// What an accepted answer costs beside the least that it could: a bare endpoint with one durable
/// call of Redis, the same behind the gateway, and the whole answer; then the whole answer at half
/// the rate that saturated the machine. All in one run, on one machine, driven alike.
final class Floors {
  private static final List<String> PATH = List.of("gateway", "session-service", "floor", "redis");

  /// The last question ends the exam, which is more than an answer.
  private static final int LEAVE = 1;

  private final Target target;
  private final Plan plan;
  private final Queue<Person> ready = new ConcurrentLinkedQueue<>();
  private final Tally tally;

  /// @param tally gets what went wrong
  Floors(Target target, Plan plan, Tally tally) {
    this.target = target;
    this.plan = plan;
    this.tally = tally;
  }

  /// How many learners it needs for exams of this length, at a rate that no two cores reach.
  static int learners(Plan plan, int length) {
    return (int) (plan.floors().toSeconds() * 2 * 1000 / (length - LEAVE)) + plan.connections();
  }

  /// Measures all of it and prints the table.
  void run(Started system, List<Person> people, PrintStream out) throws InterruptedException {
    Started.Beside floor = system.floor();
    Started.Beside gateway = system.gatewayTo(floor);
    String token = target.instructor().signIn(target.api());
    long redis = target.processes().getOrDefault("redis", 0L);
    Result bare = saturate(bare(floor.base(), ""), Map.of("floor", floor.pid(), "redis", redis));
    Result behind =
        saturate(
            bare(gateway.base(), token),
            Map.of("gateway", gateway.pid(), "floor", floor.pid(), "redis", redis));
    Load.each(people, person -> person.start(tally));
    ready.addAll(people);
    Result whole = saturate(this::answer, target.processes());
    Result half = paced(whole.rate() / 2);
    Load.each(people, person -> person.finish(tally));

    out.printf(
        "%nfloors: %d connections, %s each after as much warm-up%n",
        plan.connections(), plan.floors());
    out.printf(
        "  %-34s %8s %8s %8s %8s %10s %6s   %s%n",
        "", "calls", "per s", "p50 ms", "p99 ms", "us of CPU", "ratio", "where");
    print(out, "bare endpoint, one durable write", bare, bare);
    print(out, "the same behind the gateway", behind, bare);
    print(out, "the whole answer", whole, bare);
    print(out, "the whole answer at half the rate", half, bare);
    out.printf("%nall processes during the whole answer:%n%s", whole.used().report(whole.calls()));
  }

  /// @param used over the whole stage
  private record Result(long calls, double seconds, Tally times, ProcessTimes used) {
    double rate() {
      return calls / seconds;
    }
  }

  private interface Work {
    /// One call.
    ///
    /// @return false when there is nothing left to do
    boolean once(Tally times);
  }

  private Work bare(URI base, String token) {
    var api = new Api(base);
    var next = new AtomicInteger();
    Map<String, Object> body =
        Map.of(
            "questionId", "0190d3a0-0000-7000-8000-000000000000",
            "optionId", "0190d3a0-0000-7000-8000-000000000001",
            "elapsedMillis", 12_345);
    return times -> {
      int call = next.getAndIncrement();
      String path = "/api/sessions/floor-" + call / 30 + "/answers/" + (call % 30 + 1);
      times.add("answer", api.put(path, token, body));
      return true;
    };
  }

  private boolean answer(Tally times) {
    Person person = ready.poll();
    if (person == null) {
      return false;
    }
    person.answer(times);
    if (person.left() > LEAVE) {
      ready.add(person);
    }
    return true;
  }

  /// As fast as it goes: each connection calls again when it has its reply.
  private Result saturate(Work work, Map<String, Long> processes) throws InterruptedException {
    loop(work, plan.floors(), new Tally());
    var times = new Tally();
    ProcessTimes before = ProcessTimes.of(processes);
    double seconds = loop(work, plan.floors(), times);
    return result(times, seconds, ProcessTimes.of(processes).since(before));
  }

  private double loop(Work work, Duration duration, Tally times) throws InterruptedException {
    long began = System.nanoTime();
    long end = began + duration.toNanos();
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < plan.connections(); i++) {
      workers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    boolean more = true;
                    while (more && System.nanoTime() < end) {
                      more = work.once(times);
                    }
                  }));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return (System.nanoTime() - began) / 1e9;
  }

  /// At a steady rate, whatever the replies take; times count from when a call was due.
  private Result paced(double rate) throws InterruptedException {
    var times = new Tally();
    var failures = new Tally();
    var calls = new LongAdder();
    long total = (long) (rate * plan.floors().toNanos() / 1e9);
    var open = new CountDownLatch((int) total);
    ProcessTimes before = ProcessTimes.of(target.processes());
    long began = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long i = 0; i < total; i++) {
        long due = began + (long) (i * 1e9 / rate);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        threads.execute(
            () -> {
              if (answer(failures)) {
                times.add("answer", System.nanoTime() - due);
                calls.increment();
              }
              open.countDown();
            });
      }
      open.await();
    }
    if (failures.errors() > 0) {
      tally.error("answers at half the rate that failed: " + failures.errors());
    }
    if (calls.sum() < total) {
      tally.error("learners too few for half the rate");
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return result(times, seconds, ProcessTimes.of(target.processes()).since(before));
  }

  private Result result(Tally times, double seconds, ProcessTimes used) {
    if (times.errors() > 0) {
      tally.error("floor calls that failed: " + times.errors());
    }
    return new Result(times.count("answer"), seconds, times, used);
  }

  private static void print(PrintStream out, String name, Result result, Result bare) {
    double cost = result.used().microsEach(result.calls(), PATH);
    double least = bare.used().microsEach(bare.calls(), PATH);
    var where = new StringBuilder();
    for (String part : PATH) {
      double share = result.used().microsEach(result.calls(), List.of(part));
      if (share > 0) {
        where.append(String.format(Locale.ROOT, "%s %.0f ", part, share));
      }
    }
    out.printf(
        Locale.ROOT,
        "  %-34s %8d %8.0f %8.1f %8.1f %10.0f %6.2f   %s%n",
        name,
        result.calls(),
        result.rate(),
        result.times().millis("answer", 0.5),
        result.times().millis("answer", 0.99),
        cost,
        cost / least,
        where);
  }
}
