package dev.sextant.servicekit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashSet;
import java.util.Set;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses a query that names a parameter twice: which one counts would be a guess, and each part
/// of the system could guess differently.
final class OnceEach implements HandlerInterceptor {
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    if (query == null || !(handler instanceof HandlerMethod)) {
      return true;
    }
    Set<String> seen = new HashSet<>();
    for (String pair : query.split("&", -1)) {
      String name = pair.split("=", 2)[0];
      if (!name.isEmpty() && !seen.add(name)) {
        throw Problem.invalid(name, "must be given once");
      }
    }
    return true;
  }
}
