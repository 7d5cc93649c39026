package dev.sextant.session.admission;

import dev.sextant.servicekit.ServiceClients;
import dev.sextant.session.ClassDirectory;
import dev.sextant.session.PartAway;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Asks class-service each time: only staff ask, and seldom.
@Component
final class RemoteClassDirectory implements ClassDirectory {
  private final RestClient http;

  RemoteClassDirectory(ServiceClients clients, AdmissionSettings settings) {
    this.http = clients.create(settings.url(), settings.connectLimit(), settings.readLimit());
  }

  @Override
  public boolean isOf(String classId, String organisationId) {
    return find("/internal/classes/{id}?organisationId={org}", classId, organisationId).isPresent();
  }

  @Override
  public Optional<String> classOf(String assignmentId, String organisationId) {
    return find("/internal/assignments/{id}?organisationId={org}", assignmentId, organisationId);
  }

  private Optional<String> find(String uri, String id, String organisationId) {
    try {
      Reply reply = http.get().uri(uri, id, organisationId).retrieve().body(Reply.class);
      return Optional.of(Objects.requireNonNull(reply, "a class").classId());
    } catch (HttpClientErrorException.NotFound e) {
      return Optional.empty();
    } catch (RestClientException e) {
      throw new PartAway(PartAway.Part.CLASSES, e);
    }
  }

  private record Reply(String classId) {}
}
