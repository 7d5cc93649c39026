package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.servicekit.ServiceTokens;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What session-service says of accepted answers, so that others can hold their counts against it.
class AnswerCountsIT {
  @Test
  void answers_that_kafka_does_not_have_yet_are_told_apart_and_repeats_count_once() {
    try (var neighbours = new Neighbours();
        var service =
            new Service(
                neighbours,
                redis(),
                Servers.kafka().bootstrapServers(),
                // Nothing is carried to Kafka.
                Map.of("sextant.outbox.enabled", "false"))) {
      answer(neighbours, service);

      assertThat(counts(service)).isEqualTo("accepted 3, superseded 1, inOutbox 3, published 0");
    }
  }

  @Test
  void what_kafka_has_is_published_and_waits_no_more() {
    try (var neighbours = new Neighbours();
        var service =
            new Service(neighbours, redis(), Servers.kafka().bootstrapServers(), Map.of())) {
      assertThat(counts(service)).isEqualTo("accepted 0, superseded 0, inOutbox 0, published 0");

      answer(neighbours, service);

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(counts(service))
                      .isEqualTo("accepted 3, superseded 1, inOutbox 0, published 4"));
    }
  }

  /// Three positions in two exams, one of them repeated and one replaced.
  private static void answer(Neighbours neighbours, Service service) {
    neighbours.offer("adaptive", "ADAPTIVE", 5);
    var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
    JsonNode view = lena.start("adaptive");
    JsonNode next = lena.answer(view, "o1").expect(200).at("/session");
    lena.answer(view, "o1").expect(200);
    lena.answer(next, "o1").expect(200);
    neighbours.offer("fixed", "FIXED", 5);
    var omar = new Client(service.uri(), Tokens.learner("omar", "org-1"));
    JsonNode form = omar.start("fixed");
    omar.answer(form, "o1").expect(200);
    omar.answer(form, "o2").expect(200);
  }

  private static String counts(Service service) {
    JsonNode counts =
        new Client(
                service.uri(),
                new ServiceTokens("analytics-service", Service.SERVICE_KEY).token(Instant.now()))
            .get("/internal/conservation")
            .expect(200);
    return "accepted %d, superseded %d, inOutbox %d, published %d"
        .formatted(
            counts.at("/accepted").asLong(),
            counts.at("/superseded").asLong(),
            counts.at("/inOutbox").asLong(),
            counts.at("/published").asLong());
  }

  private static String redis() {
    return "redis://" + Servers.redis().host() + ":" + Servers.redis().port();
  }
}
