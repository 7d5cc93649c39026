package dev.sextant.analytics.adaptive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.analytics.Belief;
import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Pools;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.Items;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.PickRecord;
import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.delivery.AdaptiveTest;
import dev.sextant.psychometrics.delivery.Decision;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.selection.Blueprint;
import dev.sextant.psychometrics.selection.ExposureRule;
import dev.sextant.psychometrics.selection.Pick;
import dev.sextant.psychometrics.selection.QuotaState;
import dev.sextant.psychometrics.selection.Trace;
import dev.sextant.psychometrics.simulation.Cohort;
import dev.sextant.psychometrics.simulation.SimulationReport;
import dev.sextant.psychometrics.simulation.Simulator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Picks the next question of a session from the pool, for all the caller knows of it.
///
/// Reads no clock and no store: the learner's prior and what was seen lately come in as arguments.
/// A pick is reproducible, because chance is seeded from the session and the position. Exams are
/// prepared once and kept, so that a call costs the selection and no more.
public final class NextQuestions {
  private static final int PREPARED_EXAMS = 500;

  private final Pools pools;
  private final ParameterSets parameters;
  private final int among;
  private final double pilots;
  private final Items items = new Items();
  private final Cache<Key, Prepared> prepared =
      Caffeine.newBuilder().maximumSize(PREPARED_EXAMS).build();

  /// @param among exposure control draws from this many of the best questions
  /// @param pilots share of the questions that chance alone chooses within their domain
  public NextQuestions(Pools pools, ParameterSets parameters, int among, double pilots) {
    this.pools = pools;
    this.parameters = parameters;
    this.among = among;
    this.pilots = pilots;
  }

  /// One answer so far.
  public record Answered(String questionId, boolean correct) {}

  /// What is asked next, or why nothing is.
  public record Next(
      @Nullable String questionId, @Nullable String stop, @Nullable PickRecord pick) {

    /// In one word what was decided, to be counted.
    public Reason reason() {
      if (stop != null) {
        return Reason.valueOf("STOP_" + stop);
      }
      return pick == null || pick.relaxed().isEmpty() ? Reason.PLANNED : Reason.RELAXED;
    }

    /// What was decided.
    public enum Reason {
      /// A question that keeps every rule.
      PLANNED,
      /// A question for which a rule had to give way.
      RELAXED,
      STOP_LENGTH,
      STOP_PRECISION,
      STOP_CONFIDENCE,
      STOP_NO_INFORMATION
    }
  }

  private record Key(ExamSnapshot exam, long revision, long calibration) {}

  private record Prepared(AdaptiveTest test, Map<String, Item> items, Pool pool) {}

  /// Decides what follows these answers.
  ///
  /// @param startedAt when the session began: it is measured by the calibration of that time
  /// @param prior what was believed of the learner before the session
  /// @param seenLately questions that are asked only when nothing else is left
  /// @throws IllegalArgumentException when an answered question is not in the pool
  public Next next(
      String sessionId,
      ExamSnapshot exam,
      long poolRevision,
      Instant startedAt,
      List<Answered> answered,
      Belief prior,
      Set<String> seenLately) {
    Prepared ready = prepare(exam, poolRevision, parameters.inForce(exam.courseId(), startedAt));
    List<Response> responses = new ArrayList<>(answered.size());
    for (Answered answer : answered) {
      Item item =
          Optional.ofNullable(ready.items.get(answer.questionId()))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "question " + answer.questionId() + " is not in the pool"));
      responses.add(new Response(item, answer.correct()));
    }
    Ability ability = Estimation.ability(prior);
    var random = new SplittableRandom(seed(sessionId, answered.size()));
    return switch (ready.test.next(ability, responses, seenLately, random)) {
      case Decision.Stop stop -> new Next(null, stop.reason().name(), null);
      case Decision.Ask ask ->
          random.nextDouble() < pilots
              ? pilot(ask.pick(), ready, answered, seenLately, random)
              : new Next(ask.pick().item().id(), null, record(ask.pick(), ready));
    };
  }

  /// What virtual candidates find who sit this exam: drawn from the population that answered
  /// before, they answer as the items say.
  ///
  /// @param at by the calibration of which moment
  /// @param seed the same gives the same report
  /// @throws IllegalArgumentException when the course has no published question
  public Simulated simulate(
      ExamSnapshot exam,
      long poolRevision,
      Instant at,
      Estimation estimation,
      int candidates,
      long seed) {
    Optional<ParameterSet> calibration = parameters.inForce(exam.courseId(), at);
    Prepared ready = prepare(exam, poolRevision, calibration);
    if (ready.pool.questions().isEmpty()) {
      throw new IllegalArgumentException("The course has no published question: publish some.");
    }
    List<String> domains = ready.pool.domains().stream().map(Pool.Domain::id).toList();
    Ability population = Estimation.ability(estimation.population(domains, calibration));
    Cohort cohort = Cohort.drawnFrom(population, candidates, ready.test.bank(), seed);
    SimulationReport report = Simulator.run(ready.test, population, cohort, seed);
    Map<String, Double> exposures = new LinkedHashMap<>();
    for (int i = 0; i < report.exposures().size(); i++) {
      exposures.put(ready.test.bank().item(i).id(), report.exposures().get(i));
    }
    return new Simulated(report, domains, exposures);
  }

  /// @param domains in the order of the report's accuracies
  /// @param exposures share of the candidates who met each question
  public record Simulated(
      SimulationReport report, List<String> domains, Map<String, Double> exposures) {}

  /// Any question of the domain whose turn it is, each as likely as the other: what was believed of
  /// the learner has no part in it. It counts like all others.
  private static Next pilot(
      Pick pick,
      Prepared ready,
      List<Answered> answered,
      Set<String> seenLately,
      SplittableRandom random) {
    Set<String> asked = new HashSet<>();
    answered.forEach(answer -> asked.add(answer.questionId()));
    String domainId = ready.pool.domains().get(pick.item().domain()).id();
    List<String> open =
        ready.pool.questions().stream()
            .filter(q -> q.domainId().equals(domainId))
            .filter(q -> !asked.contains(q.id()) && !seenLately.contains(q.id()))
            .filter(q -> isNoEnemy(q, asked, ready.pool))
            .map(Pool.Entry::id)
            .sorted()
            .toList();
    if (open.isEmpty()) {
      return new Next(pick.item().id(), null, record(pick, ready));
    }
    PickRecord planned = record(pick, ready);
    return new Next(
        open.get(random.nextInt(open.size())),
        null,
        new PickRecord(
            "PILOT",
            open.size(),
            1,
            0,
            planned.quota(),
            "pilot: drawn evenly from " + open.size(),
            List.of()));
  }

  private static boolean isNoEnemy(Pool.Entry question, Set<String> asked, Pool pool) {
    return asked.stream().noneMatch(question::shuns)
        && pool.questions().stream()
            .noneMatch(other -> asked.contains(other.id()) && other.shuns(question.id()));
  }

  /// FNV-1a over the session's id, so that sessions do not share a stream, and the position.
  private static long seed(String sessionId, int position) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < sessionId.length(); i++) {
      hash = (hash ^ sessionId.charAt(i)) * 0x100000001b3L;
    }
    return (hash ^ position) * 0x100000001b3L;
  }

  private Prepared prepare(ExamSnapshot exam, long revision, Optional<ParameterSet> calibration) {
    return prepared.get(
        new Key(exam, revision, calibration.map(ParameterSet::number).orElse(0L)),
        key -> {
          Pool pool = pools.pool(exam.courseId(), revision);
          Map<String, Item> known = items.of(pool, calibration);
          List<Item> ordered =
              known.values().stream().sorted(Comparator.comparing(Item::id)).toList();
          ItemBank bank = ItemBank.of(pool.domains().size(), ordered);
          return new Prepared(test(exam, pool, bank), known, pool);
        });
  }

  private AdaptiveTest test(ExamSnapshot exam, Pool pool, ItemBank bank) {
    Map<String, Double> weights = new HashMap<>();
    exam.blueprint().forEach(share -> weights.put(share.domainId(), share.weight()));
    var blueprint =
        new Blueprint(
            pool.domains().stream().map(d -> weights.getOrDefault(d.id(), 0.0)).toList(), 0);
    var builder =
        AdaptiveTest.of(bank, blueprint)
            .minLength(exam.minLength())
            .maxLength(exam.maxLength())
            .standardError(exam.stopping().standardError())
            .enemies(enemies(pool))
            .exposure(ExposureRule.randomesque(among));
    Double confidence = exam.stopping().confidence();
    if (confidence != null) {
      for (int d = 0; d < pool.domains().size(); d++) {
        if (weights.getOrDefault(pool.domains().get(d).id(), 0.0) > 0) {
          builder.passMark(d, exam.passing().cut(), confidence);
        }
      }
    }
    return builder.build();
  }

  private static List<Set<String>> enemies(Pool pool) {
    List<Set<String>> sets = new ArrayList<>();
    for (Pool.Entry question : pool.questions()) {
      List<String> others = question.enemies();
      if (others != null) {
        for (String other : others) {
          if (!other.equals(question.id())) {
            sets.add(Set.of(question.id(), other));
          }
        }
      }
    }
    return sets;
  }

  private static PickRecord record(Pick pick, Prepared ready) {
    Trace trace = pick.trace();
    int domain = pick.item().domain();
    String quota =
        trace.quotas().stream()
            .filter(q -> q.domain() == domain)
            .findFirst()
            .map(q -> words(q, ready.pool.domains().get(domain)))
            .orElse("");
    return new PickRecord(
        "ANALYTICS",
        trace.candidates(),
        trace.rank(),
        trace.information(),
        quota,
        trace.exposure(),
        trace.relaxed().stream().map(Enum::name).toList());
  }

  private static String words(QuotaState quota, Pool.Domain domain) {
    return "%s: %d asked before, %.1f planned"
        .formatted(domain.title(), quota.asked(), quota.share());
  }
}
