package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.Traces;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The trace of a request goes with its event through the outbox into Kafka, where one is recorded.
class TracesIT {
  @Test
  void an_event_carries_the_trace_of_the_request_it_came_of() {
    // No collector listens: what is exported is lost, what is carried is not.
    assertThat(
            tracesOf(
                Map.of(
                    "management.tracing.export.enabled",
                    true,
                    "management.tracing.sampling.probability",
                    1.0,
                    "management.opentelemetry.tracing.export.otlp.endpoint",
                    "http://127.0.0.1:9/v1/traces")))
        .hasSize(2)
        .allMatch(trace -> trace.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"))
        .doesNotHaveDuplicates();
  }

  @Test
  void without_traces_nothing_is_carried() {
    assertThat(tracesOf(Map.of())).containsExactly("", "");
  }

  /// What the events of a start and an answer carry.
  private static List<String> tracesOf(Map<String, Object> settings) {
    try (var neighbours = new Neighbours();
        var service =
            new Service(
                neighbours,
                "redis://" + Servers.redis().host() + ":" + Servers.redis().port(),
                Servers.kafka().bootstrapServers(),
                settings);
        var consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers",
                    Servers.kafka().bootstrapServers(),
                    "group.id",
                    service.prefix,
                    "auto.offset.reset",
                    "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
      neighbours.offer("adaptive", "ADAPTIVE", 5);
      var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
      lena.answer(lena.start("adaptive"), "o1").expect(200);

      consumer.subscribe(List.of(service.prefix + Topics.EXAM_EVENTS));
      List<String> traces = new ArrayList<>();
      Awaitility.await()
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(
                        event -> {
                          Header trace = event.headers().lastHeader(Traces.HEADER);
                          traces.add(
                              trace == null
                                  ? ""
                                  : new String(trace.value(), StandardCharsets.US_ASCII));
                        });
                return traces.size() == 2;
              });
      return traces;
    }
  }
}
