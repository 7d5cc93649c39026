package dev.sextant.benchmarks.load;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A class that sits an exam: starts together, thinks as people do, is watched, and ends.
final class Cohort {
  /// Of thinking times, from RELIABILITY's simulation of exam rooms: log-normal.
  private static final double VARIATION = 0.6;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final Target target;
  private final Plan plan;
  private final List<Person> people;
  private final Tally tally;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder events = new LongAdder();

  Cohort(Target target, Plan plan, List<Person> people, Tally tally) {
    this.target = target;
    this.plan = plan;
    this.people = people;
    this.tally = tally;
  }

  /// Runs it and prints what it saw.
  void run(PrintStream out) throws InterruptedException {
    out.printf(
        "%ncohort: %d learners start within %s, answer every %s, for %s; %d dashboards%n",
        people.size(), plan.within(), plan.think(), plan.lasts(), plan.dashboards());
    var done = new CountDownLatch(people.size());
    long began = System.nanoTime();
    long end = began + plan.lasts().toNanos();
    ExecutorService watching = Executors.newVirtualThreadPerTaskExecutor();
    try (var sitting = Executors.newVirtualThreadPerTaskExecutor()) {
      watch(watching);
      for (Person person : people) {
        sitting.execute(
            () -> {
              try {
                sit(person, began, end);
              } finally {
                done.countDown();
              }
            });
      }
      boolean over = done.await(plan.within().toNanos(), TimeUnit.NANOSECONDS);
      ProcessTimes atSteady = ProcessTimes.of(target.processes());
      long steadyFrom = System.nanoTime();
      long acceptedBefore = accepted.sum();
      over = over || done.await(end - steadyFrom, TimeUnit.NANOSECONDS);
      ProcessTimes used = ProcessTimes.of(target.processes()).since(atSteady);
      double seconds = (System.nanoTime() - steadyFrom) / 1e9;
      long answers = accepted.sum() - acceptedBefore;
      done.await();
      watching.shutdownNow();
      out.print(tally.report());
      out.printf(
          "  once all had started%s: %d answers in %.1f s, %.1f a second; processor time:%n",
          over ? " and until all had ended" : "", answers, seconds, answers / seconds);
      out.print(used.report(answers));
      out.printf("  dashboards heard %d changes%n", events.sum());
    } finally {
      watching.shutdownNow();
    }
  }

  private void sit(Person person, long began, long end) {
    pauseUntil(began + (long) (person.random().nextDouble() * plan.within().toNanos()));
    person.start(tally);
    while (person.sits()) {
      long next = System.nanoTime() + thinking(person.random());
      if (next > end) {
        pauseUntil(end);
        person.finish(tally);
        return;
      }
      pauseUntil(next);
      if (person.answer(tally)) {
        accepted.increment();
      }
    }
  }

  /// Instructors who listen to their class and look at all of it now and then.
  private void watch(ExecutorService watching) {
    if (plan.dashboards() == 0 || people.isEmpty()) {
      return;
    }
    Api api = target.api();
    String token = target.instructor().signIn(api);
    String studyClass = people.getFirst().studyClass();
    JsonNode courses = api.get(studyClass, token).needed("the class").at("/courseIds");
    String mastery = studyClass + "/mastery";
    String course = "?courseId=" + courses.at("/0").asString();
    Map<String, Shown> shown = people.stream().collect(Collectors.toMap(Person::id, Person::shown));
    for (int i = 0; i < plan.dashboards(); i++) {
      watching.execute(() -> listen(api, token, mastery + "/stream" + course, shown));
      watching.execute(
          () -> {
            while (!Thread.currentThread().isInterrupted()) {
              Api.Reply reply = api.get(mastery + course, token);
              if (!Thread.currentThread().isInterrupted()) {
                tally.add("dashboard", reply);
              }
              LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
          });
    }
  }

  private void listen(Api api, String token, String stream, Map<String, Shown> shown) {
    try {
      int status =
          api.listen(
              stream,
              token,
              line -> {
                if (line.startsWith("data:")) {
                  events.increment();
                  JsonNode row = Api.JSON.readTree(line.substring("data:".length()));
                  int answered = 0;
                  for (JsonNode domain : row.path("domains")) {
                    answered += domain.path("answered").asInt();
                  }
                  Shown learner = shown.get(row.path("learnerId").asString());
                  if (learner != null) {
                    learner.seen(answered, tally);
                  }
                }
              });
      if (status != 200 && !Thread.currentThread().isInterrupted()) {
        tally.error("dashboard stream " + status);
      }
    } catch (InterruptedException e) {
      // The cohort is over.
      Thread.currentThread().interrupt();
    }
  }

  private long thinking(Random random) {
    double spread = Math.sqrt(Math.log1p(VARIATION * VARIATION));
    double factor = Math.exp(spread * random.nextGaussian() - spread * spread / 2);
    return (long) (plan.think().toNanos() * factor);
  }

  private static void pauseUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
