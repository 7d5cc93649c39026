package dev.sextant.servicekit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses a body that says it is compressed: nothing here inflates one, and so none can be a bomb.
final class PlainBodies implements HandlerInterceptor {
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod) {
      for (String coding : Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING))) {
        if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
          throw new Problem(
              CommonProblem.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, not compressed.");
        }
      }
    }
    return true;
  }
}
