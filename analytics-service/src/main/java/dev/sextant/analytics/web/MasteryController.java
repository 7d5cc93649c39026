package dev.sextant.analytics.web;

import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.results.Judgement;
import dev.sextant.analytics.results.Judgement.Band;
import dev.sextant.analytics.results.Level;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.Mastery;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Recommendation;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.ForMachines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// One learner's mastery.
@RestController
@Tag(name = "Mastery")
class MasteryController {
  private final ReadingStore readings;
  private final Access access;
  private final Judgement judgement;
  private final Estimation estimation;
  private final Clock clock = Clock.systemUTC();

  MasteryController(
      ReadingStore readings, Access access, Judgement judgement, Estimation estimation) {
    this.readings = readings;
    this.access = access;
    this.judgement = judgement;
    this.estimation = estimation;
  }

  /// A learner's mastery of a course; no domains while nothing is known.
  record MasteryView(
      String learnerId, String courseId, @Nullable Instant at, List<DomainMastery> domains) {}

  /// A learner's mastery of one domain.
  record DomainMastery(
      String domainId,
      String title,
      double mean,
      double standardDeviation,
      Band interval,
      double cut,
      double mastery,
      Level level,
      int answered,
      List<TrendPoint> trend) {}

  /// What was believed at a moment.
  record TrendPoint(Instant at, double mean, double standardDeviation) {}

  @GetMapping("/api/recommendations/me")
  @Operation(
      summary = "What to practise next, and why",
      description =
          "Most useful first. Says nothing while an exam that tells nothing before its end runs"
              + " that was not known before it.")
  RecommendationsView recommendations(@RequestParam String courseId, Caller caller) {
    return new RecommendationsView(
        courseId,
        readings
            .mastery(Access.tenantOf(caller), caller.accountId(), courseId)
            .map(reading -> Recommendation.of(reading.disclosed(), clock.instant()))
            .orElse(List.of()));
  }

  /// What to practise next, most useful first.
  record RecommendationsView(String courseId, List<Recommendation> recommendations) {}

  @GetMapping("/api/mastery/me")
  @Operation(summary = "My mastery of a course, a line a domain")
  MasteryView mine(@RequestParam String courseId, Caller caller) {
    return view(caller.accountId(), courseId, caller);
  }

  @ForMachines(ForMachines.RESULTS_READ)
  @GetMapping("/api/learners/{learnerId}/mastery")
  @Operation(summary = "A learner's mastery, for the learner and those who teach the learner")
  MasteryView of(@PathVariable String learnerId, @RequestParam String courseId, Caller caller) {
    access.needsLearner(caller, learnerId);
    return view(learnerId, courseId, caller);
  }

  private MasteryView view(String learnerId, String courseId, Caller caller) {
    MasteryReading reading =
        readings.mastery(Access.tenantOf(caller), learnerId, courseId).orElse(null);
    if (reading == null) {
      return new MasteryView(learnerId, courseId, null, List.of());
    }
    // The learner must not read from a moving estimate, in mid-exam, which answers were right.
    Mastery mastery = learnerId.equals(caller.accountId()) ? reading.disclosed() : reading.now();
    List<DomainMastery> domains = new ArrayList<>();
    for (int d = 0; d < mastery.domains().size(); d++) {
      int place = d;
      // What was known then is less sure by now.
      var domain =
          judgement.faded(
              mastery.domains().get(d),
              Duration.between(mastery.at(), clock.instant()),
              estimation.driftPerDay());
      domains.add(
          new DomainMastery(
              domain.domainId(),
              domain.title(),
              domain.mean(),
              domain.standardDeviation(),
              domain.interval(),
              domain.cut(),
              domain.mastery(),
              domain.level(),
              domain.answered(),
              reading.trend().stream()
                  .map(
                      t ->
                          new TrendPoint(
                              t.at(), t.mean().get(place), t.standardDeviation().get(place)))
                  .toList()));
    }
    return new MasteryView(learnerId, courseId, mastery.at(), domains);
  }
}
