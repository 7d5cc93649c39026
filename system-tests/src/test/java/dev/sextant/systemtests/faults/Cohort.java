package dev.sextant.systemtests.faults;

import dev.sextant.standalone.demo.DemoClass;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Learners who sit exams all at once.
final class Cohort {
  private final List<Learner> learners = new ArrayList<>();
  private final Map<Learner, Thread> sitting = new LinkedHashMap<>();
  private volatile boolean goesOn = true;

  private Cohort() {}

  /// Learners who have joined the class and sit when told.
  static Cohort join(DemoClass demo, URI entrance, int size, Learner.Manners manners, long seed) {
    var cohort = new Cohort();
    var random = new Random(seed);
    String run = Long.toString(System.nanoTime(), 36);
    for (int i = 0; i < size; i++) {
      cohort.learners.add(
          new Learner(
              entrance,
              "fay-%s-%d@faults.example".formatted(run, i),
              manners,
              random.nextLong(),
              () -> cohort.goesOn));
    }
    // A few at once: each costs the sign-in's slow hash.
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List.copyOf(cohort.learners)
          .forEach(learner -> executor.execute(() -> cohort.joined(learner, demo)));
    }
    if (cohort.sitting.size() != size) {
      throw new AssertionError("only %d of %d could join".formatted(cohort.sitting.size(), size));
    }
    return cohort;
  }

  private void joined(Learner learner, DemoClass demo) {
    learner.join(demo);
    synchronized (sitting) {
      sitting.put(learner, Thread.ofVirtual().unstarted(() -> sit(learner)));
    }
  }

  void begin() {
    sitting.values().forEach(Thread::start);
  }

  /// Begins no further exam and waits until the begun ones are over; who waits still then is told
  /// to give up, which is a violation.
  void finish(Duration limit) {
    goesOn = false;
    long until = System.nanoTime() + limit.toNanos();
    try {
      for (Thread thread : sitting.values()) {
        thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      }
      for (Thread thread : sitting.values()) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<Learner> learners() {
    return List.copyOf(learners);
  }

  /// 200s so far, repeats counted.
  int acknowledgements() {
    return learners.stream().mapToInt(learner -> learner.history().acknowledgements()).sum();
  }

  private static void sit(Learner learner) {
    try {
      learner.sit();
    } catch (RuntimeException e) {
      learner
          .history()
          .broken(new Violation(Violation.Kind.ERROR, "", "a learner was stuck: " + e));
    }
  }
}
