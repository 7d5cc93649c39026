package dev.sextant.benchmarks.load;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Drives whole cohorts over the public API and says what came of it: `make load`.
///
/// Ends with 0 when every acknowledged answer is in analytics once, every session shows what was
/// acknowledged, and nothing failed on the way.
public final class Load {
  static final String EXAM = "ml-interview-adaptive";
  static final int EXAM_LENGTH = 30;

  private static final int AT_ONCE = 32;
  private static final Duration READY_LIMIT = Duration.ofMinutes(2);

  private Load() {}

  /// @param arguments see `Plan.HELP`; the system property `sextant.home` names the checkout
  public static void main(String... arguments) throws InterruptedException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Plan.HELP);
      return;
    }
    Plan plan;
    try {
      plan = Plan.of(Path.of(System.getProperty("sextant.home", ".")).toAbsolutePath(), arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(run(plan) ? 0 : 1);
  }

  private static boolean run(Plan plan) throws InterruptedException {
    Target given = plan.target();
    if (given != null) {
      return run(plan, given, null);
    }
    try (Started system = Started.in(plan.home(), plan.java())) {
      return run(plan, system.target(), system);
    }
  }

  private static boolean run(Plan plan, Target target, @Nullable Started system)
      throws InterruptedException {
    boolean floors = system != null && plan.floors().isPositive();
    Balance before = Balance.of(target);
    var joining = new Tally();
    List<Person> people =
        join(
            plan,
            target,
            Math.max(
                plan.learners() + plan.warming().learners(),
                floors ? Floors.learners(plan, EXAM_LENGTH) : 0),
            joining);
    System.out.print(joining.report());
    long acknowledged = 0;
    long errors = joining.errors();
    if (floors && system != null) {
      var tally = new Tally();
      new Floors(target, plan, tally).run(system, people, System.out);
      System.out.print(tally.report());
      acknowledged += compared(people, tally);
      errors += tally.errors();
    }
    if (plan.warmUp().isPositive()) {
      List<Person> others =
          people.subList(plan.learners(), plan.learners() + plan.warming().learners());
      var warming = new Tally();
      new Cohort(target, plan.warming(), others, warming)
          .run(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
      System.out.printf("%nwarm-up, which does not count:%n%s", warming.report());
      var tally = new Tally();
      acknowledged += compared(others, tally);
      errors += tally.errors();
    }
    if (plan.learners() > 0) {
      var tally = new Tally();
      List<Person> cohort = people.subList(0, plan.learners());
      if (plan.prepared().isPositive()) {
        assign(plan, target, cohort.getFirst().studyClass());
      }
      if (plan.storm().isPositive()) {
        new Storm(target, plan, cohort, tally).run(System.out);
      } else {
        new Cohort(target, plan, cohort, tally).run(System.out);
      }
      acknowledged += compared(cohort, tally);
      errors += tally.errors();
    }
    Balance after = Balance.settled(target);
    boolean holds = after.holdsSince(before, acknowledged);
    System.out.printf(
        "%nconservation: %d answers acknowledged; before %s, after %s%n",
        acknowledged, before, after);
    System.out.println(
        holds && errors == 0
            ? "  every acknowledged answer is counted once, and nothing failed"
            : "  NOT SO: " + (holds ? "" : "the balance differs; ") + errors + " errors");
    return holds && errors == 0;
  }

  /// Assigns the exam to the class and waits until it opens.
  private static void assign(Plan plan, Target target, String studyClass) {
    Api api = target.api();
    Instant opensAt = Instant.now().plus(plan.prepared());
    Map<String, String> body =
        Map.of(
            "examId", target.exam(),
            "opensAt", opensAt.toString(),
            "closesAt", opensAt.plus(Duration.ofDays(1)).toString());
    api.post(studyClass + "/assignments", target.instructor().signIn(api), body)
        .needed("an assignment");
    System.out.printf("%nassigned; opens in %s%n", plan.prepared());
    for (Duration left = plan.prepared(); left.isPositive(); ) {
      LockSupport.parkNanos(left.toNanos());
      left = Duration.between(Instant.now(), opensAt);
    }
  }

  /// Waits until it is so.
  ///
  /// @throws IllegalStateException when it is not within two minutes
  static void await(String what, BooleanSupplier ready) {
    long until = System.nanoTime() + READY_LIMIT.toNanos();
    while (!ready.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(what + " was not ready after " + READY_LIMIT);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static List<Person> join(Plan plan, Target target, int learners, Tally tally)
      throws InterruptedException {
    String run = Long.toString(System.currentTimeMillis(), 36);
    return together(
        IntStream.range(0, learners)
            .mapToObj(
                i ->
                    (Callable<Person>)
                        () ->
                            Person.join(
                                target,
                                "load-%s-%05d@load.example".formatted(run, i),
                                plan.storm().isPositive(),
                                plan.seed() * 1_000_003 + i,
                                tally))
            .toList());
  }

  /// Each session as the server shows it; how many answers were acknowledged in all.
  private static long compared(List<Person> people, Tally tally) throws InterruptedException {
    List<Integer> counts =
        together(
            people.stream()
                .map(
                    person ->
                        (Callable<Integer>)
                            () -> {
                              person.compare(tally);
                              return person.acknowledged();
                            })
                .toList());
    long sum = counts.stream().mapToLong(Integer::longValue).sum();
    System.out.printf("  %d sessions compared, errors so far %d%n", people.size(), tally.errors());
    return sum;
  }

  /// Does one thing for all people, some at once.
  static void each(List<Person> people, Consumer<Person> work) throws InterruptedException {
    together(people.stream().map(person -> Executors.callable(() -> work.accept(person))).toList());
  }

  private static <T> List<T> together(List<Callable<T>> all) throws InterruptedException {
    var room = new Semaphore(AT_ONCE);
    List<T> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> one : all) {
        running.add(
            threads.submit(
                () -> {
                  room.acquire();
                  try {
                    return one.call();
                  } finally {
                    room.release();
                  }
                }));
      }
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a simulated learner could not go on", e.getCause());
    }
  }
}
