package dev.sextant.session.admission;

import dev.sextant.servicekit.ServiceClients;
import dev.sextant.session.ClassDirectory;
import dev.sextant.session.PartAway;
import dev.sextant.session.UpcomingExam;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Asks class-service each time: only staff ask, and what prepares exams, both seldom.
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

  @Override
  public List<UpcomingExam> opening(Duration within) {
    return ask(
        () ->
            List.of(
                Objects.requireNonNull(
                    http.get()
                        .uri("/internal/assignments?opensWithin={within}", within)
                        .retrieve()
                        .body(UpcomingExam[].class),
                    "assignments")));
  }

  @Override
  public List<String> learnersOf(UpcomingExam upcoming, @Nullable String after) {
    return ask(
        () ->
            List.of(
                Objects.requireNonNull(
                    http.get()
                        .uri(
                            "/internal/assignments/{id}/learners?organisationId={org}&after={after}",
                            upcoming.assignmentId(),
                            upcoming.organisationId(),
                            Objects.requireNonNullElse(after, ""))
                        .retrieve()
                        .body(String[].class),
                    "learners")));
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RestClientException e) {
      throw new PartAway(PartAway.Part.CLASSES, e);
    }
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
