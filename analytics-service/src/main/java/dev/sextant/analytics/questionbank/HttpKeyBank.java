package dev.sextant.analytics.questionbank;

import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.repairs.KeyBank;
import dev.sextant.servicekit.ServiceClients;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Keys as question-service holds them.
@Component
final class HttpKeyBank implements KeyBank {
  private final RestClient http;

  HttpKeyBank(ServiceClients clients, ServiceAddresses addresses) {
    this.http = clients.create(addresses.question(), addresses.timeout(), addresses.timeout());
  }

  private record Reply(@Nullable Integer version) {}

  @Override
  public Optional<Integer> repair(String questionId, int questionVersion, @Nullable String key) {
    Map<String, Object> body = new HashMap<>();
    body.put("version", questionVersion);
    if (key != null) {
      body.put("key", key);
    }
    try {
      Reply reply =
          http.post()
              .uri("/internal/questions/{question}/repairs", questionId)
              .body(body)
              .retrieve()
              .body(Reply.class);
      return Optional.ofNullable(Objects.requireNonNull(reply).version());
    } catch (RestClientException e) {
      throw new Unavailable("the question bank", e);
    }
  }
}
