package dev.sextant.gateway.routing;

import dev.sextant.gateway.RouteTable;
import dev.sextant.servicekit.RequestIds;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;

/// What a service gets to see of a client's headers.
///
/// Who calls is said by the verified token alone: it goes on as `Authorization`, also when it came
/// as a cookie, and nothing a client claims beside it passes. Cookies go to sign-in only.
@Component
final class PassedOnHeaders implements RequestHttpHeadersFilter {
  /// Where a call comes from, for limits on guessing; believed of the gateway alone.
  private static final String CLIENT_ADDRESS = "X-Sextant-Client-Address";

  private static final List<String> CLAIMS =
      List.of(
          "x-sextant-",
          "x-user",
          "x-tenant",
          "x-account",
          "x-organisation",
          "x-role",
          "x-forwarded-");
  private static final Set<String> DROPPED =
      Set.of("forwarded", "x-real-ip", "x-original-url", "x-rewrite-url", "x-http-method-override");

  @Override
  public HttpHeaders apply(HttpHeaders sent, ServerRequest request) {
    HttpHeaders passed = new HttpHeaders();
    sent.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!DROPPED.contains(lower) && CLAIMS.stream().noneMatch(lower::startsWith)) {
            passed.addAll(name, values);
          }
        });
    boolean signIn =
        request
            .attribute(MvcUtils.GATEWAY_ROUTE_ID_ATTR)
            .filter(RouteTable.SIGN_IN::equals)
            .isPresent();
    if (!signIn) {
      passed.remove(HttpHeaders.COOKIE);
      passed.remove(HttpHeaders.AUTHORIZATION);
    }
    if (SecurityContextHolder.getContext().getAuthentication()
        instanceof JwtAuthenticationToken verified) {
      passed.setBearerAuth(verified.getToken().getTokenValue());
    }
    passed.set(CLIENT_ADDRESS, request.servletRequest().getRemoteAddr());
    passed.set(RequestIds.HEADER, RequestIds.of(request.servletRequest()));
    return passed;
  }
}
