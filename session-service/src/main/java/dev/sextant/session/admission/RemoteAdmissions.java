package dev.sextant.session.admission;

import dev.sextant.servicekit.ServiceClients;
import dev.sextant.session.Admission;
import dev.sextant.session.Admissions;
import dev.sextant.session.Exam;
import dev.sextant.session.PartAway;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Asks class-service at each start. Nothing is remembered: a roster changes, and a session that
/// runs does not ask again.
@Component
final class RemoteAdmissions implements Admissions {
  private final RestClient http;

  RemoteAdmissions(ServiceClients clients, AdmissionSettings settings) {
    this.http = clients.create(settings.url(), settings.connectLimit(), settings.readLimit());
  }

  @Override
  public Optional<Admission> find(String learnerId, Exam exam, @Nullable String assignmentId) {
    try {
      Reply reply =
          http.get()
              .uri(
                  uri -> {
                    uri.path("/internal/admissions")
                        .queryParam("learnerId", "{learner}")
                        .queryParam("examId", "{exam}")
                        .queryParam("courseId", "{course}");
                    if (assignmentId == null) {
                      return uri.build(learnerId, exam.id(), exam.courseId());
                    }
                    return uri.queryParam("assignmentId", "{assignment}")
                        .build(learnerId, exam.id(), exam.courseId(), assignmentId);
                  })
              .retrieve()
              .body(Reply.class);
      return Optional.of(Objects.requireNonNull(reply, "an admission").admission());
    } catch (HttpClientErrorException.NotFound e) {
      return Optional.empty();
    } catch (RestClientException e) {
      throw new PartAway(PartAway.Part.CLASSES, e);
    }
  }

  private record Reply(
      String organisationId,
      @Nullable String classId,
      @Nullable String assignmentId,
      @Nullable Instant opensAt,
      @Nullable Instant closesAt,
      @Nullable Double extraTimeFactor,
      @Nullable Duration breakTime,
      @Nullable Integer extraAttempts) {
    Admission admission() {
      return new Admission(
          organisationId,
          classId,
          assignmentId,
          opensAt,
          closesAt,
          Math.max(1, Objects.requireNonNullElse(extraTimeFactor, 1.0)),
          Objects.requireNonNullElse(breakTime, Duration.ZERO),
          Math.max(0, Objects.requireNonNullElse(extraAttempts, 0)));
    }
  }
}
