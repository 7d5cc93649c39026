package dev.sextant.gateway.edge;

import dev.sextant.gateway.RateLimit;
import dev.sextant.gateway.RateLimits;
import dev.sextant.gateway.bucket4j.RateLimitSettings;
import dev.sextant.gateway.problems.ProblemReplies;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/// Counts calls: answers and other calls by account, sign-in by address. And bounds how many calls
/// of one account are under way, so that nobody takes all places by sending slowly.
///
/// Headers are those of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` and `RateLimit`.
final class RateLimiting extends OncePerRequestFilter {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final RateLimits limits;
  private final RateLimit answers;
  private final RateLimit signIn;
  private final RateLimit calls;
  private final int atOnce;
  private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

  RateLimiting(RateLimits limits, RateLimitSettings settings) {
    this.limits = limits;
    this.answers = settings.answers().as("answers");
    this.signIn = settings.signIn().as("sign-in");
    this.calls = settings.calls().as("calls");
    this.atOnce = settings.atOnce();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    RateLimit limit = limit(request);
    String client = client(limit, request);
    switch (limits.take(limit, client)) {
      case RateLimits.Granted(long remaining) -> {
        announce(response, limit, remaining, limit.timeToFill().toSeconds());
        pass(limit, client, request, response, chain);
      }
      case RateLimits.Refused(var wait) -> {
        announce(response, limit, 0, ProblemReplies.wholeSeconds(wait));
        refuse("Wait as long as Retry-After says.", wait, request, response);
      }
      case RateLimits.Uncounted() -> pass(limit, client, request, response, chain);
    }
  }

  /// A classroom signs in from one address: there the bound is the route's.
  private void pass(
      RateLimit limit,
      String client,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws ServletException, IOException {
    if (limit.equals(signIn)) {
      chain.doFilter(request, response);
      return;
    }
    int now = underWay.merge(client, 1, Integer::sum);
    try {
      if (now > atOnce) {
        refuse("Wait until your other calls are answered.", SOON, request, response);
      } else {
        chain.doFilter(request, response);
      }
    } finally {
      underWay.computeIfPresent(client, (key, calls) -> calls == 1 ? null : calls - 1);
    }
  }

  private static void refuse(
      String detail, Duration wait, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemReplies.write(
        new Problem(CommonProblem.RATE_LIMITED, detail).retryAfter(wait), request, response);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    boolean call = path.startsWith("/api/") || path.startsWith("/oauth2/");
    return !call || path.startsWith("/api/docs") || path.startsWith("/api/swagger-ui");
  }

  private RateLimit limit(HttpServletRequest request) {
    String path = request.getRequestURI();
    if (path.startsWith("/api/auth/") || path.startsWith("/oauth2/")) {
      return signIn;
    }
    return Calls.isAnswer(request) ? answers : calls;
  }

  private String client(RateLimit limit, HttpServletRequest request) {
    if (!limit.equals(signIn)
        && SecurityContextHolder.getContext().getAuthentication()
            instanceof JwtAuthenticationToken verified) {
      return verified.getName();
    }
    return request.getRemoteAddr();
  }

  private static void announce(
      HttpServletResponse response, RateLimit limit, long remaining, long seconds) {
    response.setHeader(
        "RateLimit-Policy",
        "\"%s\";q=%d;w=%d"
            .formatted(
                limit.name(), limit.burst(), ProblemReplies.wholeSeconds(limit.timeToFill())));
    response.setHeader("RateLimit", "\"%s\";r=%d;t=%d".formatted(limit.name(), remaining, seconds));
  }
}
