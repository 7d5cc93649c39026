package dev.sextant.analytics.adaptive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.analytics.Belief;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
  private final int among;
  private final Items items = new Items();
  private final Cache<Key, Prepared> prepared =
      Caffeine.newBuilder().maximumSize(PREPARED_EXAMS).build();

  /// @param among exposure control draws from this many of the best questions
  public NextQuestions(Pools pools, int among) {
    this.pools = pools;
    this.among = among;
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

  private record Key(ExamSnapshot exam, long revision) {}

  private record Prepared(AdaptiveTest test, Map<String, Item> items, List<Pool.Domain> domains) {}

  /// Decides what follows these answers.
  ///
  /// @param prior what was believed of the learner before the session; null for the population's
  /// @param seenLately questions that are asked only when nothing else is left
  /// @throws IllegalArgumentException when an answered question is not in the pool
  public Next next(
      String sessionId,
      ExamSnapshot exam,
      long poolRevision,
      List<Answered> answered,
      Belief prior,
      Set<String> seenLately) {
    Prepared ready = prepare(exam, poolRevision);
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
      case Decision.Ask ask -> new Next(ask.pick().item().id(), null, record(ask.pick(), ready));
    };
  }

  /// FNV-1a over the session's id, so that sessions do not share a stream, and the position.
  private static long seed(String sessionId, int position) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < sessionId.length(); i++) {
      hash = (hash ^ sessionId.charAt(i)) * 0x100000001b3L;
    }
    return (hash ^ position) * 0x100000001b3L;
  }

  private Prepared prepare(ExamSnapshot exam, long revision) {
    return prepared.get(
        new Key(exam, revision),
        key -> {
          Pool pool = pools.pool(exam.courseId(), revision);
          Map<String, Item> known = items.of(pool);
          List<Item> ordered =
              known.values().stream().sorted(Comparator.comparing(Item::id)).toList();
          ItemBank bank = ItemBank.of(pool.domains().size(), ordered);
          return new Prepared(test(exam, pool, bank), known, pool.domains());
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
            .map(q -> words(q, ready.domains.get(domain)))
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
