package dev.sextant.question.review;

import dev.sextant.question.threads.Shown;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.ServiceClients;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Asks analytics-service each time: a review opens at any moment.
@Component
@EnableConfigurationProperties(ReviewSettings.class)
final class RemoteShown implements Shown {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final RestClient http;

  RemoteShown(ServiceClients clients, ReviewSettings settings) {
    this.http = clients.create(settings.url(), settings.connectLimit(), settings.readLimit());
  }

  @Override
  public Optional<Showing> find(String sessionId, String questionId) {
    try {
      Showing showing =
          http.get()
              .uri("/internal/sessions/{session}/questions/{question}", sessionId, questionId)
              .retrieve()
              .body(Showing.class);
      return Optional.of(Objects.requireNonNull(showing, "a showing"));
    } catch (HttpClientErrorException.NotFound e) {
      return Optional.empty();
    } catch (RestClientException e) {
      Problem away =
          new Problem(
                  CommonProblem.DEPENDENCY_UNAVAILABLE,
                  "It cannot be told which questions you were shown; try again in a moment.")
              .retryAfter(RETRY_AFTER);
      away.addSuppressed(e);
      throw away;
    }
  }
}
