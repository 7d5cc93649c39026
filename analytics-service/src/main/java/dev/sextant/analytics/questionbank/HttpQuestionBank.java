package dev.sextant.analytics.questionbank;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Pools;
import dev.sextant.analytics.QuestionText;
import dev.sextant.analytics.QuestionTexts;
import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.UnknownPool;
import dev.sextant.analytics.adaptive.Exams;
import dev.sextant.servicekit.ServiceClients;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Pools and texts from question-service, kept in memory: what is published never changes.
@Component
final class HttpQuestionBank implements Pools, QuestionTexts, Exams {
  private static final int POOLS = 200;
  private static final int TEXTS = 20_000;
  private static final int TEXTS_A_CALL = 500;

  private final RestClient http;
  private final Cache<String, Pool> pools = Caffeine.newBuilder().maximumSize(POOLS).build();
  private final Cache<QuestionText.Id, QuestionText> texts =
      Caffeine.newBuilder().maximumSize(TEXTS).build();

  HttpQuestionBank(ServiceClients clients, ServiceAddresses addresses) {
    this.http = clients.create(addresses.question(), addresses.timeout(), addresses.timeout());
  }

  @Override
  public Pool pool(String courseId, long revision) {
    return pools.get(
        courseId + "|" + revision,
        key -> {
          try {
            return Objects.requireNonNull(
                http.get()
                    .uri("/internal/courses/{course}/pools/{revision}", courseId, revision)
                    .retrieve()
                    .body(Pool.class));
          } catch (HttpClientErrorException.NotFound e) {
            throw new UnknownPool(courseId, revision);
          } catch (RestClientException e) {
            throw new Unavailable("the pool of " + courseId, e);
          }
        });
  }

  @Override
  public Map<QuestionText.Id, QuestionText> find(Collection<QuestionText.Id> ids) {
    Map<QuestionText.Id, QuestionText> found = new HashMap<>(texts.getAllPresent(ids));
    List<QuestionText.Id> missing = new ArrayList<>(ids);
    missing.removeAll(found.keySet());
    for (int from = 0; from < missing.size(); from += TEXTS_A_CALL) {
      List<QuestionText.Id> some =
          missing.subList(from, Math.min(missing.size(), from + TEXTS_A_CALL));
      for (QuestionText text : fetch(some)) {
        var id = new QuestionText.Id(text.id(), text.version());
        texts.put(id, text);
        found.put(id, text);
      }
    }
    return found;
  }

  @Override
  public Optional<Offer> find(String examId) {
    try {
      return Optional.of(
          Objects.requireNonNull(
              http.get().uri("/internal/exams/{exam}", examId).retrieve().body(Offer.class)));
    } catch (HttpClientErrorException.NotFound e) {
      return Optional.empty();
    } catch (RestClientException e) {
      throw new Unavailable("the question bank", e);
    }
  }

  private List<QuestionText> fetch(List<QuestionText.Id> ids) {
    try {
      Lookup reply =
          http.post()
              .uri("/internal/questions/lookup")
              .body(Map.of("questions", ids, "with", "REVIEW"))
              .retrieve()
              .body(Lookup.class);
      return Objects.requireNonNull(reply).questions();
    } catch (RestClientException e) {
      throw new Unavailable("the question bank", e);
    }
  }

  private record Lookup(List<QuestionText> questions) {}
}
