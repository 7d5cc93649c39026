package dev.sextant.servicekit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Keeps machine clients to the calls that are `ForMachines`, and there to their scopes.
final class MachineGate implements HandlerInterceptor {
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (SecurityContextHolder.getContext().getAuthentication()
            instanceof JwtAuthenticationToken token
        && Caller.isMachine(token.getToken())
        && handler instanceof HandlerMethod call) {
      ForMachines open = call.getMethodAnnotation(ForMachines.class);
      List<String> enough = open == null ? List.of() : List.of(open.value());
      Caller caller = Caller.of(token.getToken());
      if (enough.stream().noneMatch(caller.scopes()::contains)) {
        throw new Problem(
            CommonProblem.FORBIDDEN,
            enough.isEmpty()
                ? "Machine clients may not do this."
                : "The client needs one of these scopes: " + String.join(", ", enough) + ".");
      }
    }
    return true;
  }
}
