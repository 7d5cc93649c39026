package dev.sextant.classes.web;

import dev.sextant.classes.signin.SignInRules;
import dev.sextant.servicekit.ServiceKit;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/// The two cookies of the web page. Scripts cannot read them and other sites cannot send them; the
/// refresh token travels to the sign-in paths only.
@Component
class SignInCookies {
  static final String REFRESH = "sextant_refresh";

  private static final String REFRESH_PATH = "/api/auth";

  private final SignInRules rules;

  SignInCookies(SignInRules rules) {
    this.rules = rules;
  }

  void set(HttpServletResponse response, String access, String refreshToken, Duration refreshLife) {
    add(response, ServiceKit.ACCESS_COOKIE, access, "/", rules.accessLife());
    add(response, REFRESH, refreshToken, REFRESH_PATH, refreshLife);
  }

  void clear(HttpServletResponse response) {
    add(response, ServiceKit.ACCESS_COOKIE, "", "/", Duration.ZERO);
    add(response, REFRESH, "", REFRESH_PATH, Duration.ZERO);
  }

  private void add(
      HttpServletResponse response, String name, String value, String path, Duration life) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(name, value)
            .httpOnly(true)
            .secure(rules.secureCookies())
            .sameSite("Strict")
            .path(path)
            .maxAge(life)
            .build()
            .toString());
  }
}
