package dev.sextant.gateway.edge;

import dev.sextant.gateway.problems.ProblemReplies;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Says that tokens cannot be checked, when the keys cannot be fetched: an outage is no bad token.
final class TokenCheckAway extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(TokenCheckAway.class);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (AuthenticationServiceException e) {
      LOG.atWarn()
          .setMessage("tokens cannot be checked")
          .addKeyValue("cause", String.valueOf(e.getMessage()))
          .log();
      ProblemReplies.write(
          new Problem(CommonProblem.DEPENDENCY_UNAVAILABLE, "Try again in a moment.")
              .retryAfter(Duration.ofSeconds(2)),
          request,
          response);
    }
  }
}
