package dev.sextant.session.nextquestion;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.servicekit.ServiceClients;
import dev.sextant.session.Asked;
import dev.sextant.session.FirstQuestions;
import dev.sextant.session.History;
import dev.sextant.session.NextQuestion;
import dev.sextant.session.Pool;
import dev.sextant.session.QuestionBank;
import dev.sextant.session.QuestionRef;
import dev.sextant.session.SessionId;
import dev.sextant.session.Step;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// The next question, whoever is there to choose it.
///
/// While the learner reads a question, analytics-service is asked what follows either outcome; the
/// answer then finds the decision in memory. Without it, analytics-service is asked now, behind a
/// breaker and a time limit; and without that, this process chooses. A wrong reply counts as none.
@Component
final class ResilientNextQuestion implements NextQuestion, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(ResilientNextQuestion.class);

  private final QuestionBank bank;
  private final FirstQuestions firstQuestions;
  private final Analytics analytics;
  private final Fallback fallback;
  private final Duration askLimit;
  private final CircuitBreaker breaker;
  private final TimeLimiter timeLimiter;
  private final Bulkhead ahead;
  private final MeterRegistry meters;
  private final Cache<Key, CompletableFuture<Analytics.Both>> foreseen;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ResilientNextQuestion(
      QuestionBank bank,
      FirstQuestions firstQuestions,
      ServiceClients clients,
      NextQuestionSettings settings,
      MeterRegistry meters) {
    this.bank = bank;
    this.firstQuestions = firstQuestions;
    this.analytics = new Analytics(clients, settings);
    this.fallback = new Fallback(settings.fallback());
    this.askLimit = settings.askLimit();
    var registry = CircuitBreakerRegistry.of(breaker(settings.breaker()));
    this.breaker = registry.circuitBreaker("analytics-service");
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
    this.timeLimiter =
        TimeLimiter.of(
            "analytics-service",
            TimeLimiterConfig.custom().timeoutDuration(askLimit).cancelRunningFuture(true).build());
    this.ahead =
        Bulkhead.of(
            "analytics-service-ahead",
            BulkheadConfig.custom()
                .maxConcurrentCalls(settings.concurrent())
                .maxWaitDuration(Duration.ZERO)
                .build());
    this.meters = meters;
    this.foreseen =
        Caffeine.newBuilder()
            .maximumSize(settings.foreseen())
            .expireAfterWrite(Duration.ofHours(1))
            .build();
  }

  @Override
  public Step after(History history) {
    Pool pool = bank.pool(history.exam().courseId(), history.poolRevision());
    if (history.answered().isEmpty()) {
      Optional<Asked> first = firstQuestions.find(history);
      if (first.isPresent()) {
        count("prepared");
        return new Step.Ask(first.get().question(), first.get().domainId(), first.get().pick());
      }
    }
    CompletableFuture<Analytics.Both> both = foreseen.getIfPresent(Key.after(history));
    if (both != null) {
      boolean wasThere = both.isDone();
      Analytics.Both outcomes = within(both);
      if (outcomes != null) {
        Optional<Step> step = chosen(outcomes, history).step(history, pool);
        if (step.isPresent()) {
          count(wasThere ? "foreseen" : "asked");
          return step.get();
        }
      }
      if (!both.isDone()) {
        // It was given its time; a second question would only wait longer.
        return fallback(history, pool);
      }
    }
    Optional<Step> asked = askNow(history).flatMap(decision -> decision.step(history, pool));
    if (asked.isPresent()) {
      count("asked");
      return asked.get();
    }
    return fallback(history, pool);
  }

  /// Only what analytics-service chooses: what this process would, it may as well at the start.
  @Override
  public boolean prepare(History notBegun, Duration time) {
    if (firstQuestions.find(notBegun).isPresent()) {
      return false;
    }
    Pool pool = bank.pool(notBegun.exam().courseId(), notBegun.poolRevision());
    Optional<Step> first = askNow(notBegun).flatMap(decision -> decision.step(notBegun, pool));
    if (first.isPresent() && first.get() instanceof Step.Ask(var question, var domain, var pick)) {
      firstQuestions.keep(notBegun, new Asked(1, question, domain, pick), time);
      return true;
    }
    return false;
  }

  @Override
  public void foresee(History history, QuestionRef pending) {
    if (history.answered().size() + 1 >= history.exam().maxLength()) {
      // Whatever the answer, it is the last.
      return;
    }
    var both = new CompletableFuture<Analytics.Both>();
    if (foreseen.asMap().putIfAbsent(Key.before(history), both) != null) {
      return;
    }
    threads.execute(
        () -> {
          try {
            both.complete(
                ahead.executeSupplier(
                    () -> breaker.executeSupplier(() -> analytics.both(history, pending))));
          } catch (RuntimeException e) {
            both.completeExceptionally(e);
            LOG.atDebug().setMessage("not foreseen").setCause(e).log();
            return;
          }
          prepare(history, both.join());
        });
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }

  /// Brings both following questions into memory.
  private void prepare(History history, Analytics.Both both) {
    try {
      Pool pool = bank.pool(history.exam().courseId(), history.poolRevision());
      List<QuestionRef> questions =
          Stream.of(both.ifRight(), both.ifWrong())
              .flatMap(decision -> Stream.ofNullable(decision.questionId()))
              .flatMap(id -> pool.find(id).stream())
              .map(Pool.Entry::question)
              .toList();
      bank.prepare(questions, history.exam().explainsAtOnce());
    } catch (RuntimeException e) {
      LOG.atDebug().setMessage("not prepared").setCause(e).log();
    }
  }

  private Optional<Analytics.Decision> askNow(History history) {
    try {
      return Optional.of(
          breaker.executeCallable(
              () ->
                  timeLimiter.executeFutureSupplier(
                      () -> threads.submit(() -> analytics.now(history)))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (Exception e) {
      LOG.atInfo()
          .setMessage("analytics-service did not choose")
          .addKeyValue("why", e.getClass().getSimpleName())
          .log();
      return Optional.empty();
    }
  }

  private Analytics.@Nullable Both within(CompletableFuture<Analytics.Both> both) {
    try {
      return both.get(askLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException e) {
      return null;
    }
  }

  private Step fallback(History history, Pool pool) {
    count("fallback");
    return fallback.after(history, pool);
  }

  /// `sextant.questions.chosen`: next questions and ends by how they were found; `fallback` above a
  /// few per cent for minutes means that analytics-service is away or slow.
  private void count(String by) {
    meters.counter("sextant.questions.chosen", "by", by).increment();
  }

  private static Analytics.Decision chosen(Analytics.Both both, History history) {
    return history.answered().getLast().correct() ? both.ifRight() : both.ifWrong();
  }

  private static CircuitBreakerConfig breaker(NextQuestionSettings.Breaker settings) {
    return CircuitBreakerConfig.custom()
        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
        .slidingWindowSize(Math.toIntExact(settings.window().toSeconds()))
        .minimumNumberOfCalls(settings.minimumCalls())
        .failureRateThreshold(settings.failureRate())
        .slowCallRateThreshold(settings.slowRate())
        .slowCallDurationThreshold(settings.slowCall())
        .waitDurationInOpenState(settings.open())
        .permittedNumberOfCallsInHalfOpenState(settings.trials())
        .build();
  }

  /// A session after so many answers.
  private record Key(SessionId session, int answered) {
    static Key after(History history) {
      return new Key(history.sessionId(), history.answered().size());
    }

    static Key before(History history) {
      return new Key(history.sessionId(), history.answered().size() + 1);
    }
  }
}
