package dev.sextant.gateway.edge;

import dev.sextant.gateway.problems.GatewayProblem;
import dev.sextant.gateway.problems.ProblemReplies;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses headers that the services behind would refuse less clearly.
final class HeaderLimit extends OncePerRequestFilter {
  private final long limit;

  HeaderLimit(long limit) {
    this.limit = limit;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long size = request.getRequestURI().length();
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        size += name.length() + value.length() + 4;
      }
    }
    if (size > limit) {
      ProblemReplies.write(
          new Problem(
              GatewayProblem.HEADERS_TOO_LARGE, "Send at most " + limit + " bytes of headers."),
          request,
          response);
      return;
    }
    chain.doFilter(request, response);
  }
}
