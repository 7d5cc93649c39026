package dev.sextant.classes.web;

import dev.sextant.classes.MachineClients;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Refuses the token of a machine client that was ended: what a client may change it changes here,
/// and so from that moment it changes nothing. Elsewhere it may read until the token ends.
@Component
class EndedClients implements WebMvcConfigurer, HandlerInterceptor {
  private final MachineClients clients;

  EndedClients(MachineClients clients) {
    this.clients = clients;
  }

  @Override
  public void addInterceptors(InterceptorRegistry interceptors) {
    interceptors.addInterceptor(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (SecurityContextHolder.getContext().getAuthentication()
        instanceof JwtAuthenticationToken token) {
      String client = token.getToken().getClaimAsString("client_id");
      if (client != null && clients.find(client).isEmpty()) {
        throw new Problem(
            CommonProblem.UNAUTHENTICATED, "Use another machine client: this one was ended.");
      }
    }
    return true;
  }
}
