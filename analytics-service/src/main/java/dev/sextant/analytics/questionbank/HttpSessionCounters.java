package dev.sextant.analytics.questionbank;

import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.conservation.SessionCounters;
import dev.sextant.servicekit.ServiceClients;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// The counters of accepted answers from session-service.
@Component
final class HttpSessionCounters implements SessionCounters {
  private final RestClient http;

  HttpSessionCounters(ServiceClients clients, ServiceAddresses addresses) {
    this.http = clients.create(addresses.session(), addresses.timeout(), addresses.timeout());
  }

  @Override
  public Counts now() {
    try {
      return Objects.requireNonNull(
          http.get().uri("/internal/conservation").retrieve().body(Counts.class));
    } catch (RestClientException e) {
      throw new Unavailable("session-service", e);
    }
  }
}
