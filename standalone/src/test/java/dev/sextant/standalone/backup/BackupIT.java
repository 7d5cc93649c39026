package dev.sextant.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClients;
import dev.sextant.standalone.servers.EmbeddedKafka;
import dev.sextant.standalone.servers.EmbeddedMongo;
import dev.sextant.standalone.servers.EmbeddedRedis;
import dev.sextant.standalone.servers.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// What was backed up comes back in all three stores after everything is gone, and who was erased
/// since is erased again.
class BackupIT {
  @TempDir Path folder;

  @Test
  void what_was_kept_comes_back_and_an_erasure_of_afterwards_is_not_forgotten() throws Exception {
    Path data = folder.resolve("data");
    Path copy = folder.resolve("copy");
    try (var stores = new Stores(data)) {
      stores.write("before");
      stores.send("exam-events", "lee", "answer 1");
      stores.send("privacy", "kim", "erase kim");
      assertThat(stores.read("privacy", "session-service-privacy")).containsExactly("erase kim");
      assertThatThrownBy(() -> Backup.take(data, copy)).hasMessageContaining("stop it first");
    }
    assertThat(Backup.take(data, copy)).isPositive();
    try (var stores = new Stores(data)) {
      stores.write("after");
      stores.send("exam-events", "lee", "answer 2");
      stores.send("privacy", "lee", "erase lee");
      assertThat(stores.read("privacy", "session-service-privacy")).containsExactly("erase lee");
    }

    Restore.Done done = Restore.put(copy, data, folder.resolve("kept"));

    assertThat(done).isEqualTo(new Restore.Done(1, folder.resolve("kept")));
    try (var stores = new Stores(data)) {
      assertThat(stores.redis("answer")).isEqualTo("before");
      assertThat(stores.mongo()).containsExactly("before");
      assertThat(stores.read("exam-events", "reader")).containsExactly("answer 1");
      // Read anew by a group that had read it all: the requests of both times.
      assertThat(stores.read("privacy", "session-service-privacy"))
          .containsExactlyInAnyOrder("erase kim", "erase lee");
      assertThat(stores.groups()).contains("another-group");
    }
  }

  @Test
  void an_installation_that_is_lost_comes_back_from_the_copy_alone() throws Exception {
    Path data = folder.resolve("data");
    Path copy = folder.resolve("copy");
    try (var stores = new Stores(data)) {
      stores.write("before");
    }
    Backup.take(data, copy);
    Backup.delete(data);

    Restore.put(copy, data, folder.resolve("kept"));

    try (var stores = new Stores(data)) {
      assertThat(stores.redis("answer")).isEqualTo("before");
      assertThat(stores.mongo()).containsExactly("before");
    }
  }

  @Test
  void a_copy_that_was_changed_or_is_not_whole_is_refused_and_nothing_is_touched()
      throws Exception {
    Path data = folder.resolve("data");
    Path copy = folder.resolve("copy");
    Files.createDirectories(data.resolve("redis"));
    Files.writeString(data.resolve("redis/aof"), "one");
    Backup.take(data, copy);
    Files.writeString(data.resolve("redis/aof"), "two");
    Files.writeString(copy.resolve("redis/aof"), "x", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> Restore.put(copy, data, folder.resolve("kept")))
        .hasMessageContaining("redis/aof");
    Files.delete(copy.resolve(Backup.LIST));
    assertThatThrownBy(() -> Restore.put(copy, data, folder.resolve("kept")))
        .hasMessageContaining("no whole backup");
    assertThat(data.resolve("redis/aof")).hasContent("two");
    assertThatThrownBy(() -> Backup.take(data, copy)).hasMessageContaining("is there already");
  }

  /// The three stores as `./start` runs them.
  private static final class Stores implements AutoCloseable {
    private final EmbeddedRedis redis;
    private final EmbeddedMongo mongo;
    private final EmbeddedKafka kafka;
    private final Jedis jedis;

    Stores(Path data) throws Exception {
      redis = EmbeddedRedis.start(data.resolve("redis"), FreePorts.next());
      mongo = EmbeddedMongo.start(data.resolve("mongodb"), FreePorts.next());
      kafka = EmbeddedKafka.start(data.resolve("kafka"), FreePorts.next(), FreePorts.next());
      jedis = new Jedis(redis.host(), redis.port());
      try (var admin = Admin.create(connection())) {
        if (admin.listTopics().names().get().isEmpty()) {
          admin
              .createTopics(
                  List.of(
                      new NewTopic("exam-events", Optional.of(1), Optional.empty()),
                      new NewTopic("privacy", Optional.of(1), Optional.empty())))
              .all()
              .get();
        }
      }
    }

    void write(String state) throws Exception {
      jedis.set("answer", state);
      try (var client = MongoClients.create(mongo.connectionString())) {
        client
            .getDatabase("sextant-classes")
            .getCollection("accounts")
            .insertOne(new Document("_id", state));
      }
      read("exam-events", "another-group");
    }

    String redis(String key) {
      return jedis.get(key);
    }

    List<String> mongo() {
      try (var client = MongoClients.create(mongo.connectionString())) {
        return client
            .getDatabase("sextant-classes")
            .getCollection("accounts")
            .find()
            .map(document -> document.getString("_id"))
            .into(new ArrayList<>());
      }
    }

    List<String> groups() throws Exception {
      try (var admin = Admin.create(connection())) {
        return admin.listGroups().all().get().stream().map(GroupListing::groupId).toList();
      }
    }

    void send(String topic, String key, String value) throws Exception {
      try (var producer =
          new KafkaProducer<>(connection(), new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>(topic, key, value)).get();
      }
    }

    /// What a group has not read yet, which it has then.
    List<String> read(String topic, String group) {
      var settings = new HashMap<>(connection());
      settings.put("group.id", group);
      settings.put("auto.offset.reset", "earliest");
      try (var consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
        consumer.subscribe(List.of(topic));
        List<String> values = new ArrayList<>();
        boolean atEnd = false;
        while (!atEnd) {
          consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
          atEnd =
              !consumer.assignment().isEmpty()
                  && consumer.endOffsets(consumer.assignment()).entrySet().stream()
                      .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        }
        consumer.commitSync();
        return values;
      }
    }

    private Map<String, Object> connection() {
      return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    @Override
    public void close() {
      jedis.close();
      kafka.close();
      mongo.close();
      redis.close();
    }
  }
}
