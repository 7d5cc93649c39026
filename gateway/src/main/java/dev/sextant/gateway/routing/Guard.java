package dev.sextant.gateway.routing;

import dev.sextant.gateway.problems.GatewayProblem;
import dev.sextant.gateway.problems.ProblemReplies;
import dev.sextant.gateway.problems.Turns;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Stands between a route and its service: the body, then bulkhead, then breaker, then the call.
///
/// A write is sent at most once, whatever happens. A read that no connection was made for is sent
/// once more, inside the breaker, so that both attempts count as one. A reply of the service passes
/// unchanged; its 5xx count against the breaker, its 4xx do not.
final class Guard implements HandlerFilterFunction<ServerResponse, ServerResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final Duration WHEN_AWAY = Duration.ofSeconds(2);

  private final String route;
  private final RoutingSettings.Guarded limits;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private final Bodies bodies;
  private final Turns turns = new Turns(System::nanoTime);
  private final AtomicInteger waiting = new AtomicInteger();

  Guard(
      String route,
      RoutingSettings.Guarded limits,
      CircuitBreaker breaker,
      Bulkhead bulkhead,
      Bodies bodies) {
    this.route = route;
    this.limits = limits;
    this.breaker = breaker;
    this.bulkhead = bulkhead;
    this.bodies = bodies;
  }

  @Override
  public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
    try (Bodies.Held held = bodies.hold(request, limits.bodyBytes())) {
      request.attributes().put(TimedExchange.TIME_LIMIT, limits.timeLimit());
      if (!hasPlace()) {
        throw GatewayProblem.full(turns.next());
      }
      boolean passedOn = false;
      try {
        ServerResponse reply =
            new HeldReply(
                behindTheBreaker(held.request(), next),
                bulkhead::onComplete,
                () -> away(CommonProblem.DEPENDENCY_UNAVAILABLE, request));
        passedOn = true;
        return reply;
      } finally {
        if (!passedOn) {
          bulkhead.onComplete();
        }
      }
    } catch (Problem problem) {
      return ProblemReplies.reply(problem, request.servletRequest());
    }
  }

  /// Who waits a moment for a place costs less than who is sent away and comes again.
  private boolean hasPlace() {
    try {
      return waiting.incrementAndGet() <= limits.waiting() && bulkhead.tryAcquirePermission();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private ServerResponse behindTheBreaker(
      ServerRequest request, HandlerFunction<ServerResponse> next) {
    if (!breaker.tryAcquirePermission()) {
      throw away(CommonProblem.DEPENDENCY_UNAVAILABLE, request);
    }
    long start = System.nanoTime();
    try {
      ServerResponse reply = send(request, next);
      long took = System.nanoTime() - start;
      if (reply.statusCode().is5xxServerError()) {
        breaker.onError(took, TimeUnit.NANOSECONDS, new ServiceFailed());
      } else {
        breaker.onSuccess(took, TimeUnit.NANOSECONDS);
        turns.served();
      }
      return reply;
    } catch (Problem refused) {
      breaker.releasePermission();
      throw refused;
    } catch (Exception e) {
      breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
      throw translated(e, request);
    }
  }

  private ServerResponse send(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    try {
      return next.handle(request);
    } catch (Exception e) {
      if (!isRead(request) || cause(e, ConnectException.class) == null) {
        throw e;
      }
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(50, 151)));
      return next.handle(request);
    }
  }

  private Problem translated(Exception e, ServerRequest request) {
    boolean inTime = cause(e, HttpTimeoutException.class) == null;
    boolean noConnection =
        cause(e, ConnectException.class) != null
            || cause(e, HttpConnectTimeoutException.class) != null
            || cause(e, UnresolvedAddressException.class) != null;
    if (!inTime && !noConnection) {
      log("time limit passed", e);
      return away(CommonProblem.DEPENDENCY_TIMEOUT, request);
    }
    if (noConnection || cause(e, IOException.class) != null) {
      log("service away", e);
      return away(CommonProblem.DEPENDENCY_UNAVAILABLE, request);
    }
    LOG.atError().setMessage("unexpected").addKeyValue("route", route).setCause(e).log();
    return new Problem(
        CommonProblem.INTERNAL_ERROR,
        "Try again; if it stays, tell support the request id in X-Request-Id.");
  }

  private void log(String what, Exception e) {
    LOG.atWarn()
        .setMessage(what)
        .addKeyValue("route", route)
        .addKeyValue("cause", String.valueOf(e.getMessage()))
        .log();
  }

  private static Problem away(CommonProblem type, ServerRequest request) {
    String detail =
        isRead(request)
            ? "Try again in a moment."
            : "It may or may not have been done. Sending the same again is safe where the call is"
                + " idempotent; else read the state first.";
    return new Problem(type, detail).retryAfter(WHEN_AWAY);
  }

  private static boolean isRead(ServerRequest request) {
    return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }

  /// What the breaker is told of a 5xx.
  private static final class ServiceFailed extends Exception {
    private ServiceFailed() {
      super("the service answered with a server error", null, false, false);
    }
  }
}
