package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.session.redis.Keys;
import dev.sextant.standalone.servers.EmbeddedRedis;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/// What a learner sees while parts of the system are away.
class OutageIT {
  private static final String PREFIX = "outage-";

  /// A store that has been in use: only one that never was has to ask Kafka first.
  private static void useBefore(int port) {
    try (var redis = new Jedis("127.0.0.1", port)) {
      for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
        redis.hset(PREFIX + "{b" + bucket + "}:pulse", "open", "1");
      }
    }
  }

  @Test
  void what_was_acknowledged_survives_a_killed_redis_and_kafka_need_not_be_there()
      throws Exception {
    Path data = Servers.temporaryFolder("killed-redis");
    int port = FreePorts.next();
    EmbeddedRedis redis = EmbeddedRedis.start(data, port);
    useBefore(port);
    try (var neighbours = new Neighbours();
        var service =
            new Service(
                neighbours,
                "redis://127.0.0.1:" + port,
                "127.0.0.1:" + FreePorts.next(),
                Map.of(
                    "sextant.redis.key-prefix",
                    PREFIX,
                    "spring.kafka.admin.operation-timeout",
                    "1s",
                    "spring.kafka.admin.properties.default.api.timeout.ms",
                    "800",
                    "spring.kafka.admin.properties.request.timeout.ms",
                    "500"))) {
      neighbours.offer("exam", "ADAPTIVE", 5);
      var learner = new Client(service.uri(), Tokens.learner("lena", "org-1"));
      JsonNode view = learner.start("exam");
      JsonNode first = learner.answer(view, "o1").expect(200);

      redis.process().destroyForcibly();
      redis.process().onExit().get(10, TimeUnit.SECONDS);
      var refused = learner.answer(first.at("/session"), "o1");
      JsonNode problem = refused.problem(503, "answer-not-stored");
      assertThat(refused.header("Retry-After")).isEqualTo("2");
      assertThat(problem.at("/requestId").asString()).isNotBlank();
      assertThat(refused.response().body()).doesNotContain("edis").doesNotContain("xception");
      learner
          .get("/api/sessions/" + view.at("/id").asString())
          .problem(503, "dependency-unavailable");

      redis = EmbeddedRedis.start(data, port);
      JsonNode again = learner.answer(view, "o1").expect(200);
      assertThat(again.at("/receipt")).isEqualTo(first.at("/receipt"));
      JsonNode second = learner.answer(first.at("/session"), "o1").expect(200);
      assertThat(second.at("/session/position").asInt()).isEqualTo(3);

      neighbours.questionsWork = false;
      learner.answer(second.at("/session"), "o3").expect(200);
    } finally {
      redis.close();
    }
  }
}
