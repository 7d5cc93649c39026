package dev.sextant.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The two worst minutes of an exam: everybody starts at once, and everybody comes back at once
/// after a part stood still.
///
/// What must hold: starts are sent away before answers are; who is sent away is told when to come
/// again; everybody has an outcome in the end, and one session.
final class Storm {
  private static final int ONE_SITS_OF = 10;
  private static final int OVERLOADED = 503;

  /// Questions that are left for the storm.
  private static final int LEAVE = 2;

  private final long pid;
  private final Plan plan;
  private final List<Person> people;
  private final Tally whole;
  private volatile boolean starting = true;

  /// @param whole gets what went wrong
  Storm(Target target, Plan plan, List<Person> people, Tally whole) {
    Long pid = target.processes().get(plan.still());
    if (pid == null) {
      throw new IllegalArgumentException(
          "--still must name one of " + target.processes().keySet() + ", was " + plan.still());
    }
    this.pid = pid;
    this.plan = plan;
    this.people = people;
    this.whole = whole;
  }

  /// Runs it and prints what it saw.
  void run(PrintStream out) throws InterruptedException {
    List<Person> sitting = people.subList(0, Math.ceilDiv(people.size(), ONE_SITS_OF));
    Load.each(sitting, person -> person.start(whole));
    start(sitting, people.subList(sitting.size(), people.size()), out);
    comeBack(out);
    Load.each(people, person -> person.finish(whole));
    Load.each(people, person -> person.holdOneSession(whole));
    out.printf("%nfinished, and every learner's list of sessions read%n%s", whole.report());
  }

  private void start(List<Person> sitting, List<Person> waiting, PrintStream out)
      throws InterruptedException {
    out.printf(
        "%nsynchronised start: %d start within %s while %d answer every %s%n",
        waiting.size(), plan.within(), sitting.size(), plan.think());
    var tally = new Tally();
    long began = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      sitting.forEach(one -> threads.execute(() -> answerOn(one, tally)));
      allAtOnce(waiting, plan.within(), person -> person.start(tally));
      starting = false;
    }
    report(tally, began, "all had started", out);
    long starts = tally.again("start", OVERLOADED);
    long answers = tally.again("answer", OVERLOADED);
    if (share(answers, tally.count("answer")) > share(starts, tally.count("start"))) {
      whole.error("answers were sent away before starts");
    }
  }

  private void answerOn(Person person, Tally tally) {
    while (starting && person.left() > LEAVE) {
      LockSupport.parkNanos((long) (2 * person.random().nextDouble() * plan.think().toNanos()));
      person.answer(tally);
    }
  }

  private void comeBack(PrintStream out) throws InterruptedException {
    out.printf(
        "%nretry storm: %s stands still for %s while all %d answer%n",
        plan.still(), plan.storm(), people.size());
    var tally = new Tally();
    signal("STOP", pid);
    Thread answering;
    try {
      answering = Thread.ofVirtual().start(() -> answerAll(tally));
      LockSupport.parkNanos(plan.storm().toNanos());
    } finally {
      signal("CONT", pid);
    }
    long thawed = System.nanoTime();
    answering.join();
    report(tally, thawed, "all were answered after it went on", out);
  }

  private void answerAll(Tally tally) {
    try {
      allAtOnce(
          people,
          plan.storm(),
          person -> {
            if (person.sits()) {
              person.answer(tally);
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Everybody at an instant of its own within the time, however many are under way.
  private static void allAtOnce(List<Person> people, Duration within, Consumer<Person> work)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Person person : people) {
        threads.execute(
            () -> {
              LockSupport.parkNanos((long) (person.random().nextDouble() * within.toNanos()));
              work.accept(person);
            });
      }
      threads.shutdown();
      threads.awaitTermination(1, TimeUnit.HOURS);
    }
  }

  private void report(Tally tally, long sinceNanos, String what, PrintStream out) {
    double seconds = (System.nanoTime() - sinceNanos) / 1e9;
    out.printf(Locale.ROOT, "  %s in %.1f s; times are with all repeats%n", what, seconds);
    out.print(tally.report());
    whole.take(tally);
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }

  private static void signal(String name, long pid) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name + " " + pid + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
