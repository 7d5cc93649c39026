package dev.sextant.gateway.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/// Tells kinds of calls apart.
final class Calls {
  private static final Pattern ANSWER = Pattern.compile("/api/sessions/[^/]+/answers/[^/]+");
  private static final Pattern STREAM = Pattern.compile("/api/classes/[^/]+/(live|mastery/stream)");

  private Calls() {}

  static boolean isAnswer(HttpServletRequest request) {
    return request.getMethod().equals("PUT") && ANSWER.matcher(request.getRequestURI()).matches();
  }

  /// What stays open; its routes have limits of their own.
  static boolean isStream(HttpServletRequest request) {
    return request.getMethod().equals("GET") && STREAM.matcher(request.getRequestURI()).matches();
  }
}
