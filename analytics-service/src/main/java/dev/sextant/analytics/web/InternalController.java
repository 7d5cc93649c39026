package dev.sextant.analytics.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.analytics.Belief;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Pools;
import dev.sextant.analytics.UnknownPool;
import dev.sextant.analytics.adaptive.NextQuestions;
import dev.sextant.analytics.adaptive.NextQuestions.Answered;
import dev.sextant.analytics.adaptive.NextQuestions.Next;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.results.Judgement.DomainStanding;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What session-service asks.
@RestController
@RequestMapping("/internal")
@Hidden
class InternalController {
  private static final int SESSIONS = 100_000;
  private static final int SESSIONS_NOT_REPEATED = 2;

  private final NextQuestions nextQuestions;
  private final ReadingStore readings;
  private final Estimation estimation;
  private final Pools pools;
  private final ParameterSets parameters;
  private final Clock clock;
  private final Timer time;
  private final Map<Next.Reason, Counter> picks = new EnumMap<>(Next.Reason.class);

  /// What a session begins with: read once, kept while it is live, so that it cannot change midway.
  private final Cache<String, Basis> bases =
      Caffeine.newBuilder().maximumSize(SESSIONS).expireAfterAccess(Duration.ofHours(6)).build();

  @Autowired
  InternalController(
      NextQuestions nextQuestions,
      ReadingStore readings,
      Estimation estimation,
      Pools pools,
      ParameterSets parameters,
      MeterRegistry meters) {
    this.nextQuestions = nextQuestions;
    this.readings = readings;
    this.estimation = estimation;
    this.pools = pools;
    this.parameters = parameters;
    this.clock = Clock.systemUTC();
    // One look-ahead or pick for a session; slow ones make session-service fall back.
    this.time = meters.timer("sextant.picks.time");
    // Decisions by their reason: asked as planned, asked after a rule gave way, or why it stops.
    for (Next.Reason reason : Next.Reason.values()) {
      picks.put(reason, meters.counter("sextant.picks", "reason", reason.name()));
    }
  }

  private record Basis(Instant at, Belief prior, Set<String> seenLately) {}

  /// @param pending the question being answered now: both outcomes are looked ahead; null to decide
  ///   now
  record NextQuestionsRequest(
      @NotBlank String sessionId,
      @NotBlank String learnerId,
      @NotBlank String organisationId,
      @NotNull ExamSnapshot exam,
      long poolRevision,
      @NotNull List<@NotNull Answered> answered,
      @Nullable String pending) {}

  /// The decision now, or one for each outcome.
  record NextQuestionsView(@Nullable Next now, @Nullable Next ifRight, @Nullable Next ifWrong) {}

  @PostMapping("/next-questions")
  NextQuestionsView next(@Valid @RequestBody NextQuestionsRequest request) {
    try {
      return Objects.requireNonNull(time.record(() -> decide(request)));
    } catch (UnknownPool e) {
      throw new Problem(CommonProblem.UNPROCESSABLE, "Name a pool that the question bank has.");
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("/answered", "holds a question that is not in the pool");
    }
  }

  /// What is believed of a learner before the next exam of a course. Of somebody who never answered
  /// that is the population's, for which the pool's revision must be named.
  @GetMapping("/learners/{learnerId}/priors/{courseId}")
  Belief prior(
      @PathVariable String learnerId,
      @PathVariable String courseId,
      @RequestParam(required = false) @Nullable Long poolRevision) {
    Optional<MasteryReading> known = readings.mastery(learnerId, courseId);
    if (known.isPresent()) {
      return drifted(known.get());
    }
    if (poolRevision == null) {
      throw Problem.notFound();
    }
    try {
      return estimation.population(pools.pool(courseId, poolRevision).domains().size());
    } catch (UnknownPool e) {
      throw Problem.notFound();
    }
  }

  private NextQuestionsView decide(NextQuestionsRequest request) {
    Basis basis = bases.get(request.sessionId(), id -> basis(request));
    String pending = request.pending();
    if (pending == null) {
      return new NextQuestionsView(pick(request, request.answered(), basis), null, null);
    }
    return new NextQuestionsView(
        null,
        pick(request, plus(request.answered(), new Answered(pending, true)), basis),
        pick(request, plus(request.answered(), new Answered(pending, false)), basis));
  }

  private Next pick(NextQuestionsRequest request, List<Answered> answered, Basis basis) {
    Next next =
        nextQuestions.next(
            request.sessionId(),
            request.exam(),
            request.poolRevision(),
            basis.at(),
            answered,
            basis.prior(),
            basis.seenLately());
    Objects.requireNonNull(picks.get(next.reason())).increment();
    return next;
  }

  private Basis basis(NextQuestionsRequest request) {
    Pool pool = pools.pool(request.exam().courseId(), request.poolRevision());
    Optional<MasteryReading> known =
        readings.mastery(request.learnerId(), request.exam().courseId());
    if (known.isEmpty()) {
      Instant now = clock.instant();
      return new Basis(
          now,
          estimation.population(
              pool.domains().stream().map(Pool.Domain::id).toList(),
              parameters.inForce(pool.courseId(), now)),
          Set.of());
    }
    Set<String> seen = new HashSet<>();
    known.get().recent().stream()
        .filter(session -> !session.sessionId().equals(request.sessionId()))
        .limit(SESSIONS_NOT_REPEATED)
        .forEach(session -> seen.addAll(session.questionIds()));
    Belief carried =
        estimation.carried(
            drifted(known.get()),
            known.get().now().domains().stream().map(DomainStanding::domainId).toList(),
            pool.domains().stream().map(Pool.Domain::id).toList());
    return new Basis(clock.instant(), carried, seen);
  }

  private Belief drifted(MasteryReading reading) {
    return estimation.drifted(
        reading.belief(), Duration.between(reading.now().at(), clock.instant()));
  }

  private static List<Answered> plus(List<Answered> answered, Answered one) {
    List<Answered> all = new ArrayList<>(answered);
    all.add(one);
    return all;
  }
}
