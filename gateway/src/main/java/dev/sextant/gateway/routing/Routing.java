package dev.sextant.gateway.routing;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;

import dev.sextant.gateway.Route;
import dev.sextant.gateway.RouteTable;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.net.http.HttpClient;
import java.util.concurrent.Executors;
import org.springframework.cloud.gateway.server.mvc.config.GatewayMvcProperties;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Makes the route table work.
@Configuration(proxyBeanMethods = false)
class Routing {
  /// The client of all calls to services. It follows no redirect and uses HTTP/1.1 without upgrade.
  @Bean(destroyMethod = "")
  HttpClient upstreamHttp(RoutingSettings settings) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(settings.connectTimeout())
        .followRedirects(HttpClient.Redirect.NEVER)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .build();
  }

  @Bean
  ProxyExchange timedExchange(
      HttpClient upstreamHttp, GatewayMvcProperties properties, ObservationRegistry observations) {
    return new TimedExchange(upstreamHttp, properties, observations);
  }

  @Bean
  RouterFunction<ServerResponse> publicRoutes(
      RoutingSettings settings,
      UpstreamSettings upstreams,
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads) {
    var bodies = new Bodies(settings.bodies(), System::nanoTime);
    return RouteTable.routes().stream()
        .map(
            route -> {
              RoutingSettings.Guarded limits = settings.of(route);
              var bulkhead =
                  bulkheads.bulkhead(
                      route.id(),
                      BulkheadConfig.custom()
                          .maxConcurrentCalls(limits.concurrent())
                          .maxWaitDuration(limits.waitFor())
                          .build());
              var guard =
                  new Guard(
                      route.id(), limits, breakers.circuitBreaker(route.id()), bulkhead, bodies);
              return route(route.id())
                  .route(predicate(route), http())
                  .before(uri(upstreams.of(route.upstream())))
                  .filter(guard)
                  .build();
            })
        .reduce(RouterFunction::and)
        .orElseThrow();
  }

  private static RequestPredicate predicate(Route route) {
    RequestPredicate paths =
        route.paths().stream()
            .map(RequestPredicates::path)
            .reduce(RequestPredicate::or)
            .orElseThrow();
    return route
        .method()
        .map(method -> RequestPredicates.method(HttpMethod.valueOf(method)).and(paths))
        .orElse(paths);
  }
}
