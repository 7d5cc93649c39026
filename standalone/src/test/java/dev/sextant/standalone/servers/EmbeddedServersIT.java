package dev.sextant.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// What was written is found again after a stop and a start.
class EmbeddedServersIT {
  @Test
  void redis_finds_its_keys_again_and_syncs_each_write(@TempDir Path data) {
    int port = FreePorts.next();
    try (var redis = EmbeddedRedis.start(data, port);
        var jedis = new Jedis(redis.host(), redis.port())) {
      jedis.set("answer", "kept");
      assertThat(jedis.configGet("appendfsync")).containsEntry("appendfsync", "always");
      assertThat(jedis.configGet("maxmemory-policy"))
          .containsEntry("maxmemory-policy", "noeviction");
    }
    assertThat(FreePorts.isFree(port)).isTrue();
    try (var redis = EmbeddedRedis.start(data, port);
        var jedis = new Jedis(redis.host(), redis.port())) {
      assertThat(jedis.get("answer")).isEqualTo("kept");
    }
  }

  @Test
  void redis_that_is_killed_loses_nothing_it_has_answered(@TempDir Path data) {
    int port = FreePorts.next();
    try (var redis = EmbeddedRedis.start(data, port);
        var jedis = new Jedis(redis.host(), redis.port())) {
      jedis.set("answer", "kept");
      redis.process().destroyForcibly();
      redis.process().onExit().join();
    }
    try (var redis = EmbeddedRedis.start(data, port);
        var jedis = new Jedis(redis.host(), redis.port())) {
      assertThat(jedis.get("answer")).isEqualTo("kept");
    }
  }

  @Test
  void the_document_server_finds_its_documents_again(@TempDir Path data) {
    int port = FreePorts.next();
    try (var mongo = EmbeddedMongo.start(data, port);
        var client = MongoClients.create(mongo.connectionString())) {
      client.getDatabase("d").getCollection("c").insertOne(new Document("_id", 1).append("x", "y"));
    }
    try (var mongo = EmbeddedMongo.start(data, port);
        var client = MongoClients.create(mongo.connectionString())) {
      assertThat(client.getDatabase("d").getCollection("c").find().first())
          .isEqualTo(new Document("_id", 1).append("x", "y"));
    }
  }

  @Test
  void kafka_finds_its_topics_again(@TempDir Path data) throws Exception {
    int port = FreePorts.next();
    int controller = FreePorts.next();
    var topic = new NewTopic("exam-events", Optional.of(3), Optional.of((short) 1));
    try (var kafka = EmbeddedKafka.start(data, port, controller);
        var admin = admin(kafka)) {
      admin.createTopics(List.of(topic)).all().get();
    }
    try (var kafka = EmbeddedKafka.start(data, port, controller);
        var admin = admin(kafka)) {
      assertThat(admin.listTopics().names().get()).contains("exam-events");
    }
  }

  private static Admin admin(EmbeddedKafka kafka) {
    return Admin.create(
        Map.<String, Object>of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
  }
}
