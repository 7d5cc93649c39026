package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.contracts.ClassRecord;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.Json;
import dev.sextant.standalone.servers.EmbeddedKafka;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.testkit.Servers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The service starts and works without Kafka, and publishes what happened once Kafka is there.
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class KafkaAwayIT {
  private static final int BROKER = FreePorts.next();
  private static final String PASSWORD = "correct horse battery";

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("sextant.mongodb.uri", () -> Servers.mongo().connectionString());
    settings.add("sextant.mongodb.database", () -> "classes-" + UUID.randomUUID());
    settings.add("sextant.kafka.bootstrap", () -> "127.0.0.1:" + BROKER);
    settings.add("sextant.service-key", () -> "a service key that only the tests know");
    settings.add("sextant.bootstrap.email", () -> "root@sextant.test");
    settings.add("sextant.bootstrap.password", () -> PASSWORD);
    settings.add("sextant.passwords.memory", () -> "1024");
    settings.add("spring.kafka.admin.properties.default.api.timeout.ms", () -> "2000");
    settings.add("spring.kafka.admin.properties.request.timeout.ms", () -> "1000");
  }

  @Test
  void what_changed_while_kafka_was_away_is_published_when_it_is_back() {
    var api = new Api("http://127.0.0.1:" + port);
    Api platform =
        api.as(api.login("root@sextant.test", PASSWORD).expect(200).text("/accessToken"));
    platform
        .post(
            "/api/organisations",
            Map.of(
                "name",
                "School",
                "seats",
                5,
                "admin",
                Map.of("email", "ada@sextant.test", "name", "Ada", "password", PASSWORD)))
        .expect(201);
    Api admin = api.as(api.login("ada@sextant.test", PASSWORD).expect(200).text("/accessToken"));
    String classId =
        admin
            .post(
                "/api/classes",
                Map.of(
                    "title", "Evening class",
                    "courseIds", List.of("ml-interview"),
                    "startsOn", "2026-01-01",
                    "endsOn", "2099-12-31",
                    "seats", 3))
            .expect(201)
            .text("/id");
    api.get("/actuator/health/readiness").expect(200);

    try (var broker =
        EmbeddedKafka.start(Servers.temporaryFolder("late-kafka"), BROKER, FreePorts.next())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(newest(broker.bootstrapServers())).containsKey(classId));
    }
  }

  private static Map<String, ClassRecord> newest(String bootstrapServers) {
    Map<String, ClassRecord> newest = new HashMap<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "allow.auto.create.topics", false),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.CLASSES).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      if (partitions.isEmpty()) {
        return newest; // The topic is not made yet.
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var json = Json.events(ClassRecord.class);
      consumer
          .poll(Duration.ofSeconds(1))
          .forEach(record -> newest.put(record.key(), json.read(record.value())));
    }
    return newest;
  }
}
