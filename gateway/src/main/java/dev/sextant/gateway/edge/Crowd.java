package dev.sextant.gateway.edge;

import dev.sextant.gateway.problems.GatewayProblem;
import dev.sextant.gateway.problems.ProblemReplies;
import dev.sextant.gateway.problems.Turns;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.filter.OncePerRequestFilter;

/// Sends calls away, with a time to come again, before so many are under way that memory runs out.
///
/// Each holds its buffers until it is answered, and when the services are slow all that come wait
/// here. The last quarter of the places is for answers. Probes are always let in: an instance that
/// is busy must not look dead.
final class Crowd extends OncePerRequestFilter {
  private final int places;
  private final int placesOfOthers;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Turns turns = new Turns(System::nanoTime);

  /// @param places of all calls together
  Crowd(int places) {
    this.places = places;
    this.placesOfOthers = places - places / 4;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    int now = underWay.incrementAndGet();
    try {
      if (now > (Calls.isAnswer(request) ? places : placesOfOthers)) {
        ProblemReplies.write(GatewayProblem.full(turns.next()), request, response);
      } else {
        chain.doFilter(request, response);
        turns.served();
      }
    } finally {
      underWay.decrementAndGet();
    }
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/actuator/") || Calls.isStream(request);
  }
}
