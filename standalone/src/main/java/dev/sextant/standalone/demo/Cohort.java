package dev.sextant.standalone.demo;

import dev.sextant.psychometrics.Ability;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// A cohort of simulated learners with known abilities, through real exams over HTTP.
///
/// Says how many finished, how fast, whether each acknowledged answer is in analytics exactly once,
/// and how well the estimates agree with the truth.
public final class Cohort {
  private static final long SEED = 20_261_122;
  private static final int AT_ONCE = 32;
  private static final Duration RESULTS_LIMIT = Duration.ofMinutes(3);

  private final Api api;
  private final DemoClass demo;
  private final AnswerKey key;
  private final int learners;
  private final String run = Long.toString(System.currentTimeMillis(), 36);

  /// @param bank the folder of the bank's files
  public Cohort(URI gateway, DemoClass demo, Path bank, int learners) {
    this.api = new Api(gateway);
    this.demo = demo;
    this.key = new AnswerKey(bank, SEED);
    this.learners = learners;
  }

  /// Runs the cohort and prints the report.
  ///
  /// @return true when all finished and every acknowledged answer was found exactly once
  /// @throws InterruptedException when the system is being stopped
  public boolean run(PrintStream out) throws InterruptedException {
    out.printf("%n%d simulated learners join and sit “%s”%n", learners, demo.examId());
    List<Sitting> sittings = draw();
    together(sittings, out, "joined", sittings.size(), s -> s.join(demo, "a demo pass phrase"));
    var answers = new LongAdder();
    long began = System.nanoTime();
    AtomicInteger finished = new AtomicInteger();
    together(
        sittings,
        out,
        "exams finished",
        sittings.size(),
        s -> {
          s.sit(demo, key, answers);
          finished.incrementAndGet();
        });
    double seconds = (System.nanoTime() - began) / 1e9;
    Map<Sitting, JsonNode> results = results(sittings, out);
    Conservation conservation = conservation(sittings, results, out);
    out.printf("%n  exams finished       %d of %d%n", finished.get(), learners);
    out.printf(
        "  answers              %d acknowledged in %.1f s: %.0f a second%n",
        answers.sum(), seconds, answers.sum() / seconds);
    out.printf(
        "  in analytics         %d exactly once, %d missing, %d twice or changed%n",
        conservation.exact, conservation.missing, conservation.wrong);
    double r = agreement(results, out);
    boolean good =
        finished.get() == learners
            && conservation.exact == answers.sum()
            && conservation.missing + conservation.wrong == 0;
    out.printf(
        "%n  %s; mean correlation %.2f%n",
        good ? "Every acknowledged answer is accounted for" : "SOMETHING IS MISSING", r);
    return good;
  }

  private List<Sitting> draw() {
    var random = new Random(SEED + learners);
    Ability population = Ability.standard(key.domains().size(), 0.6);
    double[][] root = root(population);
    List<Sitting> sittings = new ArrayList<>();
    for (int i = 0; i < learners; i++) {
      double[] z = new double[root.length];
      Arrays.setAll(z, d -> random.nextGaussian());
      double[] abilities = new double[root.length];
      for (int row = 0; row < root.length; row++) {
        for (int column = 0; column <= row; column++) {
          abilities[row] += root[row][column] * z[column];
        }
      }
      String email = "learner-%s-%04d@demo.example".formatted(run, i + 1);
      sittings.add(new Sitting(api, email, "Learner " + (i + 1), abilities, SEED + 31L * i));
    }
    return sittings;
  }

  /// The Cholesky factor of the population's covariance.
  private static double[][] root(Ability population) {
    int n = population.dimensions();
    double[][] root = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = population.covariance(i, j);
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(sum) : sum / root[j][j];
      }
    }
    return root;
  }

  private interface Step {
    void run(Sitting sitting);
  }

  /// One step of all learners, some at once, with a bar that moves.
  private static void together(
      List<Sitting> sittings, PrintStream out, String what, int total, Step step)
      throws InterruptedException {
    var room = new Semaphore(AT_ONCE);
    var done = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> all = new ArrayList<>();
      for (Sitting sitting : sittings) {
        Callable<Void> one =
            () -> {
              room.acquire();
              try {
                step.run(sitting);
                bar(out, what, done.incrementAndGet(), total);
                return null;
              } finally {
                room.release();
              }
            };
        all.add(threads.submit(one));
      }
      for (Future<Void> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a simulated learner could not go on", e.getCause());
    }
    out.println();
  }

  private static synchronized void bar(PrintStream out, String what, int done, int total) {
    int width = 40;
    int full = (int) ((long) width * done / total);
    out.printf(
        "\r  [%s%s] %d of %d %s", "#".repeat(full), ".".repeat(width - full), done, total, what);
    out.flush();
  }

  /// The final result of every session.
  private static Map<Sitting, JsonNode> results(List<Sitting> sittings, PrintStream out)
      throws InterruptedException {
    Map<Sitting, JsonNode> results = new HashMap<>();
    long until = System.nanoTime() + RESULTS_LIMIT.toNanos();
    List<Sitting> waiting = new ArrayList<>(sittings);
    while (!waiting.isEmpty() && System.nanoTime() < until) {
      for (Sitting sitting : List.copyOf(waiting)) {
        Api.Reply reply = sitting.api().get("/api/results/" + sitting.sessionId());
        if (reply.status() == 200 && reply.json().at("/state").asString().equals("FINAL")) {
          results.put(sitting, reply.json());
          waiting.remove(sitting);
          bar(out, "results final", results.size(), sittings.size());
        }
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    out.println();
    return results;
  }

  private record Conservation(long exact, long missing, long wrong) {}

  /// Holds what analytics shows against what the API acknowledged, answer by answer.
  private static Conservation conservation(
      List<Sitting> sittings, Map<Sitting, JsonNode> results, PrintStream out) {
    long exact = 0;
    long missing = 0;
    long wrong = 0;
    int done = 0;
    for (Sitting sitting : sittings) {
      Map<Integer, String> open = new HashMap<>(sitting.acknowledged());
      JsonNode review =
          results.containsKey(sitting)
              ? sitting.api().get("/api/results/" + sitting.sessionId() + "/review").expect(200)
              : null;
      if (review != null) {
        for (JsonNode answer : review.at("/questions")) {
          String said = open.remove(answer.at("/position").asInt());
          if (said != null && said.equals(answer.at("/answeredOptionId").asString(""))) {
            exact++;
          } else {
            wrong++;
          }
        }
      }
      missing += open.size();
      bar(out, "reviews read", ++done, sittings.size());
    }
    out.println();
    return new Conservation(exact, missing, wrong);
  }

  /// Prints, for each domain, the correlation and the RMSE of estimate and truth.
  ///
  /// @return the mean correlation over the domains
  private double agreement(Map<Sitting, JsonNode> results, PrintStream out) {
    out.printf(
        "%n  %-28s %12s %8s %12s%n", "true against estimated", "correlation", "RMSE", "mean SE");
    double sum = 0;
    for (int d = 0; d < key.domains().size(); d++) {
      var agreement = new Agreement();
      for (Map.Entry<Sitting, JsonNode> result : results.entrySet()) {
        for (JsonNode domain : result.getValue().at("/domains")) {
          if (domain.at("/domainId").asString().equals(key.domains().get(d))) {
            agreement.add(
                result.getKey().ability(d),
                domain.at("/mean").asDouble(),
                domain.at("/standardDeviation").asDouble());
          }
        }
      }
      out.printf(
          "  %-28s %12.3f %8.3f %12.3f%n",
          key.domains().get(d), agreement.correlation(), agreement.rmse(), agreement.meanError());
      sum += agreement.correlation();
    }
    return sum / key.domains().size();
  }

  /// Sums for Pearson's correlation and the root mean squared error.
  private static final class Agreement {
    private int n;
    private double x;
    private double y;
    private double xx;
    private double yy;
    private double xy;
    private double squares;
    private double errors;

    void add(double truth, double estimate, double standardError) {
      n++;
      x += truth;
      y += estimate;
      xx += truth * truth;
      yy += estimate * estimate;
      xy += truth * estimate;
      squares += (truth - estimate) * (truth - estimate);
      errors += standardError;
    }

    double correlation() {
      return (n * xy - x * y) / Math.sqrt((n * xx - x * x) * (n * yy - y * y));
    }

    double rmse() {
      return Math.sqrt(squares / n);
    }

    double meanError() {
      return errors / n;
    }
  }
}
