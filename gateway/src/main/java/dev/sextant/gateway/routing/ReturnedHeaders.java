package dev.sextant.gateway.routing;

import java.util.List;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.ResponseHttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerResponse;

/// Takes from a service's reply the headers that the gateway sets itself, so that none stands twice
/// and none says what software answers.
@Component
final class ReturnedHeaders implements ResponseHttpHeadersFilter {
  private static final List<String> OURS =
      List.of(
          "X-Request-Id",
          "Content-Security-Policy",
          "Strict-Transport-Security",
          "X-Content-Type-Options",
          "X-Frame-Options",
          "X-XSS-Protection",
          "Referrer-Policy",
          "Permissions-Policy",
          "Cross-Origin-Opener-Policy",
          "Cross-Origin-Resource-Policy",
          "Cache-Control",
          "Pragma",
          "Expires",
          "Server",
          "X-Powered-By",
          "Via");

  @Override
  public HttpHeaders apply(HttpHeaders received, ServerResponse reply) {
    HttpHeaders returned = new HttpHeaders();
    returned.putAll(received);
    OURS.forEach(returned::remove);
    return returned;
  }
}
