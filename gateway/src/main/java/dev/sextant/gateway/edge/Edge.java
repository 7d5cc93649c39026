package dev.sextant.gateway.edge;

import dev.sextant.gateway.RateLimits;
import dev.sextant.gateway.bucket4j.RateLimitSettings;
import dev.sextant.gateway.problems.GatewayProblem;
import dev.sextant.gateway.problems.ProblemReplies;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.Ids;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.PublicPaths;
import dev.sextant.servicekit.ServiceTokens;
import jakarta.servlet.Filter;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/// Puts the filters in their order: headers and origin before the token check, rate limits after
/// it, because they count accounts.
@Configuration(proxyBeanMethods = false)
class Edge {
  @Bean
  PublicPaths publicPaths() {
    return new PublicPaths(
        List.of(
            "/",
            "/index.html",
            "/favicon.svg",
            "/favicon.ico",
            "/ui/**",
            "/api/auth/login",
            "/api/auth/join",
            "/api/auth/refresh",
            "/api/auth/password",
            "/api/auth/external",
            "/api/auth/logout",
            "/oauth2/token",
            "/.well-known/jwks.json",
            "/api/docs",
            "/api/docs/**",
            "/api/swagger-ui/**"));
  }

  /// The gateway calls nothing internal, so it needs no shared secret: this key dies with it.
  @Bean
  ServiceTokens serviceTokens() {
    return new ServiceTokens("gateway", Ids.next() + Ids.next());
  }

  /// The gateway gives out no cursors either.
  @Bean
  Cursors cursors() {
    return new Cursors(Ids.next() + Ids.next());
  }

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders(EdgeSettings settings) {
    var registration = at(Ordered.HIGHEST_PRECEDENCE + 1, new SecurityHeaders(settings.hsts()));
    registration.setDispatcherTypes(java.util.EnumSet.allOf(jakarta.servlet.DispatcherType.class));
    return registration;
  }

  @Bean
  FilterRegistrationBean<Crowd> crowd(EdgeSettings settings) {
    return at(Ordered.HIGHEST_PRECEDENCE + 2, new Crowd(settings.atOnce()));
  }

  @Bean
  FilterRegistrationBean<HeaderLimit> headerLimit(EdgeSettings settings) {
    return at(Ordered.HIGHEST_PRECEDENCE + 3, new HeaderLimit(settings.headerLimit().toBytes()));
  }

  @Bean
  FilterRegistrationBean<WriteOrigin> writeOrigin() {
    return at(Ordered.HIGHEST_PRECEDENCE + 4, new WriteOrigin());
  }

  @Bean
  FilterRegistrationBean<TokenCheckAway> tokenCheckAway() {
    return at(Ordered.HIGHEST_PRECEDENCE + 5, new TokenCheckAway());
  }

  @Bean
  FilterRegistrationBean<RateLimiting> rateLimiting(RateLimits limits, RateLimitSettings settings) {
    var registration = at(0, new RateLimiting(limits, settings));
    registration.setEnabled(settings.enabled());
    return registration;
  }

  /// Addresses that try to look like others (`//`, `..`, `;`, encoded slashes).
  @Bean
  RequestRejectedHandler requestRejectedHandler() {
    return (request, response, rejected) ->
        ProblemReplies.write(
            new Problem(GatewayProblem.BAD_REQUEST, "Send a plain, normalised path."),
            request,
            response);
  }

  /// Tomcat's own refusals are problem documents too.
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemValve() {
    return factory ->
        factory.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
              }
            });
  }

  private static <F extends Filter> FilterRegistrationBean<F> at(int order, F filter) {
    var registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(order);
    return registration;
  }
}
