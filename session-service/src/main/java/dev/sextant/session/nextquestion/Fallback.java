package dev.sextant.session.nextquestion;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.calibration.AuthorPrior;
import dev.sextant.psychometrics.calibration.Difficulty;
import dev.sextant.psychometrics.delivery.AdaptiveTest;
import dev.sextant.psychometrics.delivery.Decision;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.selection.Blueprint;
import dev.sextant.psychometrics.selection.ExposureRule;
import dev.sextant.psychometrics.selection.QuotaState;
import dev.sextant.psychometrics.selection.Trace;
import dev.sextant.session.EndReason;
import dev.sextant.session.Exam;
import dev.sextant.session.History;
import dev.sextant.session.Pick;
import dev.sextant.session.Pool;
import dev.sextant.session.Seed;
import dev.sextant.session.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/// Chooses the next question in this process, from the pool and the author's difficulties, for a
/// learner of whom nothing is known but this session's answers.
///
/// The same session gets the same question from every instance. Knows neither the learner's past
/// nor calibrated items: those are analytics-service's.
final class Fallback {
  private final NextQuestionSettings.Fallback settings;
  private final Cache<Key, AdaptiveTest> tests = Caffeine.newBuilder().maximumSize(200).build();

  Fallback(NextQuestionSettings.Fallback settings) {
    this.settings = settings;
  }

  /// What follows these answers.
  Step after(History history, Pool pool) {
    AdaptiveTest test =
        tests.get(new Key(history.exam(), pool.revision()), key -> test(history.exam(), pool));
    List<Response> soFar = new ArrayList<>();
    for (History.Graded answer : history.answered()) {
      test.bank()
          .indexOf(answer.question().id())
          .ifPresent(i -> soFar.add(new Response(test.bank().item(i), answer.correct())));
    }
    var random =
        new SplittableRandom(
            Seed.of(history.sessionId().value(), "next", Integer.toString(soFar.size())));
    Ability population = Ability.standard(pool.domains().size(), settings.correlation());
    return switch (test.next(population, soFar, Set.of(), random)) {
      case Decision.Ask(var pick) -> {
        Pool.Entry entry = pool.find(pick.item().id()).orElseThrow();
        yield new Step.Ask(entry.question(), entry.domainId(), pick(entry, pick.trace(), pool));
      }
      case Decision.Stop(var reason, var ability) ->
          new Step.Stop(
              switch (reason) {
                case LENGTH -> EndReason.LENGTH;
                case PRECISION -> EndReason.PRECISION;
                case CONFIDENCE -> EndReason.CONFIDENCE;
                case NO_INFORMATION -> EndReason.NO_INFORMATION;
              });
    };
  }

  private AdaptiveTest test(Exam exam, Pool pool) {
    int domains = pool.domains().size();
    var items =
        pool.entries().stream()
            .map(
                entry ->
                    AuthorPrior.item(
                            entry.question().id(),
                            pool.domainIndex(entry.domainId()),
                            level(entry.difficulty()),
                            entry.options())
                        .item())
            .toList();
    List<Double> weights = new ArrayList<>(Collections.nCopies(domains, 0.0));
    for (Exam.Share share : exam.blueprint()) {
      weights.set(pool.domainIndex(share.domainId()), share.weight());
    }
    var test =
        AdaptiveTest.of(ItemBank.of(domains, items), new Blueprint(weights, settings.tolerance()))
            .minLength(exam.minLength())
            .maxLength(exam.maxLength())
            .standardError(exam.standardError())
            .exposure(ExposureRule.randomesque(settings.among()))
            .enemies(enemies(pool));
    Double confidence = exam.confidence();
    if (confidence != null) {
      for (int domain = 0; domain < domains; domain++) {
        test.passMark(domain, pool.domains().get(domain).cut() + exam.cut(), confidence);
      }
    }
    return test.build();
  }

  private static List<Set<String>> enemies(Pool pool) {
    List<Set<String>> sets = new ArrayList<>();
    for (Pool.Entry entry : pool.entries()) {
      for (String enemy : entry.enemies()) {
        sets.add(new HashSet<>(List.of(entry.question().id(), enemy)));
      }
    }
    return sets;
  }

  private static Pick pick(Pool.Entry entry, Trace trace, Pool pool) {
    int domain = pool.domainIndex(entry.domainId());
    String quota =
        trace.quotas().stream()
            .filter(state -> state.domain() == domain)
            .findFirst()
            .map(state -> describe(entry.domainId(), state))
            .orElse(entry.domainId());
    return new Pick(
        Pick.By.FALLBACK,
        trace.candidates(),
        trace.rank(),
        trace.information(),
        quota,
        trace.exposure(),
        trace.relaxed().stream().map(Enum::name).toList());
  }

  private static String describe(String domainId, QuotaState state) {
    return String.format(
        Locale.ROOT,
        "%s: %d asked of %d to %d, share %.1f",
        domainId,
        state.asked(),
        state.least(),
        state.most(),
        state.share());
  }

  private static Difficulty level(Pool.Difficulty difficulty) {
    return switch (difficulty) {
      case EASY -> Difficulty.EASY;
      case MEDIUM -> Difficulty.MEDIUM;
      case HARD -> Difficulty.HARD;
    };
  }

  private record Key(Exam exam, long poolRevision) {}
}
