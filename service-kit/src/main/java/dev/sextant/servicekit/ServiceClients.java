package dev.sextant.servicekit;

import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;

/// Makes clients for `/internal/**` of other services: service token, request id, trace, time
/// limits.
///
/// They do not retry; whoever calls knows what is safe twice.
public final class ServiceClients {
  private final ServiceTokens tokens;
  private final ObservationRegistry observations;

  public ServiceClients(ServiceTokens tokens, ObservationRegistry observations) {
    this.tokens = tokens;
    this.observations = observations;
  }

  /// A client for one service. Replies are read tolerantly: unknown fields are ignored.
  public RestClient create(URI baseUrl, Duration connectTimeout, Duration readTimeout) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    var factory = new JdkClientHttpRequestFactory(http);
    factory.setReadTimeout(readTimeout);
    return RestClient.builder()
        .baseUrl(baseUrl)
        .requestFactory(factory)
        .observationRegistry(observations)
        .configureMessageConverters(
            converters ->
                converters
                    .registerDefaults()
                    .withJsonConverter(new JacksonJsonHttpMessageConverter(Json.tolerant())))
        .requestInterceptor(
            (request, body, execution) -> {
              tokens.headers().forEach(request.getHeaders()::set);
              return execution.execute(request, body);
            })
        .build();
  }
}
