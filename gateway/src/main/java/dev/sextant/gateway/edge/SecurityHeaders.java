package dev.sextant.gateway.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/// Tells browsers to load, frame and remember as little as the pages need.
///
/// No inline script and no inline style is allowed anywhere. The page at `/api/docs` may show the
/// small pictures that Swagger UI carries as `data:`; nothing else differs.
final class SecurityHeaders extends OncePerRequestFilter {
  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self';"
          + " frame-ancestors 'none'";
  private static final String DOCS_POLICY = POLICY + "; img-src 'self' data:";

  private final Duration hsts;

  SecurityHeaders(Duration hsts) {
    this.hsts = hsts;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    boolean docs = path.startsWith("/api/docs") || path.startsWith("/api/swagger-ui");
    response.setHeader("Content-Security-Policy", docs ? DOCS_POLICY : POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader(
        "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    if (hsts.isPositive()) {
      response.setHeader(
          "Strict-Transport-Security", "max-age=" + hsts.toSeconds() + "; includeSubDomains");
    }
    if (path.startsWith("/.well-known/")) {
      response.setHeader("Cache-Control", "public, max-age=300");
    } else if (path.startsWith("/api/") || path.startsWith("/oauth2/")) {
      response.setHeader("Cache-Control", "no-store");
    } else {
      response.setHeader("Cache-Control", "no-cache");
    }
    chain.doFilter(request, response);
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
