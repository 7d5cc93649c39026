package dev.sextant.classes.web;

import dev.sextant.classes.mongo.Outages;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.PublicPaths;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// What is public here, how the API page is headed, and what an outage of the database looks like.
@Configuration(proxyBeanMethods = false)
class Edge {
  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
  }

  @Bean
  PublicPaths publicPaths() {
    return new PublicPaths(
        List.of(
            "/api/auth/login",
            "/api/auth/refresh",
            "/api/auth/logout",
            "/api/auth/join",
            "/api/auth/external",
            "/api/auth/password",
            "/oauth2/token",
            "/.well-known/jwks.json"));
  }

  @Bean
  OpenAPI apiPage() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Sextant class-service")
                .version("v1")
                .description("Sign-in, organisations, classes, members, assignments."));
  }

  @Bean
  HandlerExceptionResolver databaseIsAway(ObjectProvider<HandlerExceptionResolver> resolvers) {
    return new DatabaseIsAway(resolvers);
  }

  /// Turns an outage of MongoDB into a problem, which the resolvers behind this one answer with.
  private record DatabaseIsAway(ObjectProvider<HandlerExceptionResolver> resolvers)
      implements HandlerExceptionResolver, Ordered {
    @Override
    public int getOrder() {
      return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
        HttpServletRequest request,
        HttpServletResponse response,
        @Nullable Object handler,
        Exception e) {
      if (!Outages.isOutage(e)) {
        return null;
      }
      var problem =
          new Problem(CommonProblem.DEPENDENCY_UNAVAILABLE, "The database is away; try again soon.")
              .retryAfter(Duration.ofSeconds(3));
      for (HandlerExceptionResolver resolver : resolvers.orderedStream().toList()) {
        ModelAndView answer =
            resolver instanceof DatabaseIsAway
                ? null
                : resolver.resolveException(request, response, handler, problem);
        if (answer != null) {
          return answer;
        }
      }
      return null;
    }
  }
}
