package dev.sextant.benchmarks.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the command line asks for.
///
/// @param home the checkout, whose `./start` is used when no `target` is given
/// @param target the system that runs already; null to start one
/// @param java options of every JVM that is started
/// @param learners who sit the exam in the cohort; 0 for no cohort
/// @param within over which the starts are spread, evenly at random
/// @param think the mean time between two answers of one learner
/// @param lasts how long the cohort sits, starts included; what is open then is finished early
/// @param dashboards instructors who watch the class meanwhile
/// @param warmUp how long others sit exams before the cohort or storm comes; zero for not at all
/// @param prepared how long before it opens the exam is assigned to the class; zero for not at all
/// @param storm instead of a cohort: how long a part stands still while everybody answers; zero for
///   no storm
/// @param still the part that stands still
/// @param floors how long each floor is measured; zero for no floors
/// @param connections at once while floors are measured
record Plan(
    Path home,
    @Nullable Target target,
    String java,
    int learners,
    Duration within,
    Duration think,
    Duration lasts,
    int dashboards,
    Duration warmUp,
    Duration prepared,
    Duration storm,
    String still,
    Duration floors,
    int connections,
    long seed) {
  private static final Set<String> OPTIONS =
      Set.of(
          "--gateway",
          "--code",
          "--instructor",
          "--admin",
          "--exam",
          "--process",
          "--java",
          "--learners",
          "--within",
          "--think",
          "--for",
          "--dashboards",
          "--warm-up",
          "--prepared",
          "--seed",
          "--storm",
          "--still",
          "--floors",
          "--connections");

  static final String HELP =
      """
      make load ARGS="[OPTION]..."

      The system: ./start's on ports of its own unless --gateway names another one, which must have wide rate limits.
        --gateway URI --code JOIN-CODE --instructor EMAIL:PASSWORD --admin EMAIL:PASSWORD [--exam ID]
        --process NAME=PID   counts the processor time of this process too; repeat it
        --java OPTIONS       of every JVM that is started (-XX:TieredStopAtLevel=4, full compilation as in containers;
                             -XX:TieredStopAtLevel=1 is what ./start chooses by itself)

      The cohort:
        --learners N         who sit the exam (50; 0: none)
        --within DURATION    all start within this time (PT10S)
        --think DURATION     mean time between two answers of a learner, log-normal with a variation of 0.6 (PT5S)
        --for DURATION       how long they sit, starts included (PT60S)
        --dashboards N       instructors who watch (2)
        --warm-up DURATION   others sit exams before, two for each second, for compilers and pools; their errors do
                             not count, their answers do (PT0S: not at all)
        --prepared DURATION  the exam is assigned so long before it opens, and starts are prepared meanwhile
                             (PT0S: sat without being assigned)
        --seed N             of all chance (1)

      A storm instead: starts all within --within while a tenth sit already; then a part stands still while everybody
      answers, and they all come back. Being sent away is no error here if Retry-After is told.
        --storm DURATION     how long the part stands still (PT0S: no storm)
        --still NAME         gateway, session-service or redis, or another --process (gateway)

      What an answer costs beside its floors (only with ./start's system):
        --floors DURATION    measures each for so long, after as long a warm-up (PT0S: not at all)
        --connections N      at once (32)
      """;

  /// Reads the command line.
  ///
  /// @throws IllegalArgumentException when it asks for something that there is not
  static Plan of(Path home, String... words) {
    var values = new LinkedHashMap<String, String>();
    var processes = new LinkedHashMap<String, Long>();
    Iterator<String> rest = Arrays.asList(words).iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (!OPTIONS.contains(word) || !rest.hasNext()) {
        throw new IllegalArgumentException("There is no option " + word + ".\n\n" + HELP);
      }
      String value = rest.next();
      if (word.equals("--process")) {
        String[] parts = value.split("=", 2);
        if (parts.length < 2 || !parts[1].matches("\\d{1,18}")) {
          throw new IllegalArgumentException("a process is NAME=PID, was " + value);
        }
        processes.put(parts[0], Long.parseLong(parts[1]));
      } else {
        values.put(word, value);
      }
    }
    return new Plan(
        home,
        values.containsKey("--gateway") ? target(values, processes) : null,
        values.getOrDefault("--java", "-XX:TieredStopAtLevel=4"),
        number(values, "--learners", 50),
        duration(values, "--within", "PT10S"),
        duration(values, "--think", "PT5S"),
        duration(values, "--for", "PT60S"),
        number(values, "--dashboards", 2),
        duration(values, "--warm-up", "PT0S"),
        duration(values, "--prepared", "PT0S"),
        duration(values, "--storm", "PT0S"),
        values.getOrDefault("--still", "gateway"),
        duration(values, "--floors", "PT0S"),
        number(values, "--connections", 32),
        number(values, "--seed", 1));
  }

  /// The exams that others sit beforehand: an answer a second.
  Plan warming() {
    return new Plan(
        home,
        target,
        java,
        Math.toIntExact(2 * warmUp.toSeconds()),
        warmUp.multipliedBy(3).dividedBy(4),
        Duration.ofSeconds(1),
        warmUp,
        1,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        still,
        Duration.ZERO,
        connections,
        seed);
  }

  private static Target target(Map<String, String> values, Map<String, Long> processes) {
    return new Target(
        URI.create(needed(values, "--gateway")),
        processes,
        needed(values, "--code"),
        values.getOrDefault("--exam", Load.EXAM),
        Target.Account.of(needed(values, "--instructor")),
        Target.Account.of(needed(values, "--admin")));
  }

  private static String needed(Map<String, String> values, String option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException("--gateway needs " + option + " too");
    }
    return value;
  }

  private static int number(Map<String, String> values, String option, int otherwise) {
    String value = values.getOrDefault(option, Integer.toString(otherwise));
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(option + " must be a number, was " + value);
    }
    return Integer.parseInt(value);
  }

  private static Duration duration(Map<String, String> values, String option, String otherwise) {
    String value = values.getOrDefault(option, otherwise);
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(option + " must be a duration as PT45S, was " + value, e);
    }
  }
}
