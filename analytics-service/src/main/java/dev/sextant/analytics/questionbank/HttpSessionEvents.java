package dev.sextant.analytics.questionbank;

import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.mastery.SessionEvents;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.ServiceClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/// A session's events from session-service.
@Component
final class HttpSessionEvents implements SessionEvents {
  private static final EventJson<ExamEvent> JSON = Json.events(ExamEvent.class);

  private final RestClient http;

  HttpSessionEvents(ServiceClients clients, ServiceAddresses addresses) {
    this.http = clients.create(addresses.session(), addresses.timeout(), addresses.timeout());
  }

  @Override
  public List<ExamEvent> from(String sessionId, long sequence) {
    try {
      JsonNode reply =
          Objects.requireNonNull(
              http.get()
                  .uri("/internal/sessions/{id}/events?from={from}", sessionId, sequence)
                  .retrieve()
                  .body(JsonNode.class));
      JsonNode list = reply.isArray() ? reply : reply.at("/events");
      List<ExamEvent> events = new ArrayList<>();
      for (JsonNode event : list) {
        events.add(JSON.read(event.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      }
      return events;
    } catch (HttpClientErrorException.NotFound e) {
      return List.of();
    } catch (RestClientException e) {
      throw new Unavailable("session-service", e);
    }
  }
}
