package dev.sextant.gateway.edge;

import dev.sextant.gateway.problems.GatewayProblem;
import dev.sextant.gateway.problems.ProblemReplies;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses writes that another site made a browser send with our cookies.
///
/// A form or a simple cross-site request cannot carry `Content-Type: application/json` without a
/// preflight, which is never granted; a browser that sends `Sec-Fetch-Site` says it outright. A
/// call with an `Authorization` header needs no such proof: no browser adds one by itself.
final class WriteOrigin extends OncePerRequestFilter {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (READS.contains(request.getMethod())
        || request.getHeader("Authorization") != null
        || !carriesOurCookie(request)
        || fromOurPages(request)) {
      chain.doFilter(request, response);
      return;
    }
    ProblemReplies.write(
        new Problem(
            GatewayProblem.CROSS_SITE_WRITE,
            "Send application/json from a page of this site, or an Authorization header."),
        request,
        response);
  }

  private static boolean carriesOurCookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies != null
        && Arrays.stream(cookies).anyMatch(cookie -> cookie.getName().startsWith("sextant_"));
  }

  private static boolean fromOurPages(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String type = request.getContentType();
    return type != null
        && type.toLowerCase(Locale.ROOT).split(";", 2)[0].trim().equals("application/json");
  }
}
