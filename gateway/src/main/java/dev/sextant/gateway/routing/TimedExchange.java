package dev.sextant.gateway.routing;

import io.micrometer.observation.ObservationRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.cloud.gateway.server.mvc.config.GatewayMvcProperties;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.cloud.gateway.server.mvc.handler.RestClientProxyExchange;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.ServerResponse;

/// Makes the calls, each within the time limit that its route set; all share one pool of
/// connections. A call that runs out of time is cancelled, not left behind.
final class TimedExchange implements ProxyExchange {
  /// The request attribute that holds the time limit; zero means none.
  static final String TIME_LIMIT = TimedExchange.class.getName() + ".timeLimit";

  private final HttpClient http;
  private final GatewayMvcProperties properties;
  private final ObservationRegistry observations;
  private final Map<Duration, ProxyExchange> exchanges = new ConcurrentHashMap<>();

  TimedExchange(
      HttpClient http, GatewayMvcProperties properties, ObservationRegistry observations) {
    this.http = http;
    this.properties = properties;
    this.observations = observations;
  }

  @Override
  public ServerResponse exchange(Request request) {
    Duration limit =
        (Duration) request.getServerRequest().attribute(TIME_LIMIT).orElse(Duration.ZERO);
    return exchanges.computeIfAbsent(limit, this::within).exchange(request);
  }

  private ProxyExchange within(Duration limit) {
    var factory = new JdkClientHttpRequestFactory(http);
    if (limit.isPositive()) {
      factory.setReadTimeout(limit);
    }
    return new RestClientProxyExchange(
        RestClient.builder().requestFactory(factory).observationRegistry(observations).build(),
        properties);
  }
}
