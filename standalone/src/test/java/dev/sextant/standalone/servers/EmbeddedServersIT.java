package dev.sextant.standalone.servers;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.h2.mvstore.MVStore;
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

  /// An index narrows what is looked at, and never what is found.
  @Test
  void documents_are_found_whatever_else_a_query_asks(@TempDir Path data) {
    try (var mongo = EmbeddedMongo.start(data, FreePorts.next());
        var client = MongoClients.create(mongo.connectionString())) {
      var all = client.getDatabase("d").getCollection("c");
      all.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true).sparse(true));
      for (int n = 0; n < 40; n++) {
        var document = new Document("_id", "id-" + n).append("org", n % 2 == 0 ? "a" : "b");
        all.insertOne(n % 4 == 3 ? document : document.append("key", "key-" + n));
      }
      Map<Bson, Integer> found =
          Map.of(
              and(eq("_id", "id-4"), eq("org", "a")), 1,
              and(eq("_id", "id-4"), eq("org", "b")), 0,
              and(exists("key"), and(eq("org", "b"), in("_id", "id-1", "id-3", "id-4"))), 1,
              and(eq("org", "a"), in("key", "key-2", "key-5", "none")), 1,
              and(eq("_id", "id-4"), eq("_id", "id-5")), 0,
              and(eq("_id", "id-4"), or(eq("org", "b"), eq("key", "key-4"))), 1,
              and(exists("key", false), eq("org", "b")), 10,
              and(eq("key", null), in("_id", "id-3", "id-4")), 1,
              and(in("_id", List.of()), eq("org", "a")), 0,
              and(gt("_id", "id-38"), eq("org", "b")), 4);
      found.forEach((query, n) -> assertThat(all.find(query)).as("%s", query).hasSize(n));
      var one = and(eq("key", "key-8"), eq("org", "a"));
      assertThat(all.updateMany(one, Updates.set("key", "other")).getModifiedCount()).isEqualTo(1);
      assertThat(all.countDocuments(one)).isZero();
      assertThat(all.deleteMany(and(eq("key", "other"), eq("org", "a"))).getDeletedCount())
          .isEqualTo(1);
      assertThat(all.countDocuments()).isEqualTo(39);
    }
  }

  /// Held against what going through all documents by hand finds, while they come, change and go.
  @Test
  void an_index_that_is_not_unique_finds_what_there_is(@TempDir Path data) {
    var random = new Random(7);
    Map<String, Document> known = new TreeMap<>();
    int port = FreePorts.next();
    for (int start = 0; start < 2; start++) {
      try (var mongo = EmbeddedMongo.start(data, port);
          var client = MongoClients.create(mongo.connectionString())) {
        var all = client.getDatabase("d").getCollection("c");
        all.createIndex(Indexes.ascending("org", "of.course"));
        all.createIndex(Indexes.ascending("tags.name"));
        all.createIndex(Indexes.ascending("learner"));
        for (int step = 0; step < 300; step++) {
          String id = "id-" + random.nextInt(120);
          var document =
              new Document("_id", id)
                  .append("org", "o" + random.nextInt(4))
                  .append("of", new Document("course", "c" + random.nextInt(3)))
                  .append("tags", tags(random));
          if (random.nextInt(3) > 0) {
            document.append("learner", "l" + random.nextInt(30));
          }
          if (known.containsKey(id) && random.nextInt(3) == 0) {
            all.deleteOne(eq("_id", id));
            known.remove(id);
          } else if (known.containsKey(id) && random.nextBoolean()) {
            all.updateOne(eq("_id", id), Updates.set("learner", "l1"));
            known.get(id).put("learner", "l1");
          } else {
            all.replaceOne(eq("_id", id), document, new ReplaceOptions().upsert(true));
            known.put(id, document);
          }
          if (step % 10 == 0) {
            found(
                all,
                known,
                and(eq("org", "o1"), eq("of.course", "c2")),
                d ->
                    d.getString("org").equals("o1")
                        && d.getEmbedded(List.of("of", "course"), "").equals("c2"));
            found(all, known, eq("tags.name", "t3"), d -> names(d).contains("t3"));
            found(
                all,
                known,
                and(in("tags.name", "t3", "t4"), eq("org", "o2")),
                d ->
                    d.getString("org").equals("o2")
                        && names(d).stream().anyMatch(List.of("t3", "t4")::contains));
            found(
                all,
                known,
                in("learner", "l1", "l2", "l99"),
                d -> List.of("l1", "l2").contains(d.get("learner", "")));
            found(all, known, eq("learner", null), d -> !d.containsKey("learner"));
          }
        }
      }
    }
  }

  /// Counts go past the lock that the library takes for finds.
  @Test
  void counts_beside_writes_are_right(@TempDir Path data) throws Exception {
    try (var mongo = EmbeddedMongo.start(data, FreePorts.next());
        var client = MongoClients.create(mongo.connectionString());
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 20; round++) {
        var all = client.getDatabase("d").getCollection("c" + round);
        all.createIndex(Indexes.ascending("org"));
        all.insertMany(
            IntStream.range(0, 500).mapToObj(n -> new Document("org", "o" + n % 2)).toList());
        List<Callable<Long>> calls = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
          calls.add(() -> all.countDocuments(eq("org", "o1")));
          calls.add(
              () -> {
                all.insertOne(new Document("org", "o0"));
                return 250L;
              });
        }
        for (Future<Long> call : callers.invokeAll(calls)) {
          assertThat(call.get()).isEqualTo(250);
        }
        assertThat(all.countDocuments(eq("org", "o0"))).isEqualTo(258);
      }
    }
  }

  @Test
  void a_database_that_is_dropped_beside_writes_takes_the_next_writes(@TempDir Path data)
      throws Exception {
    try (var mongo = EmbeddedMongo.start(data, FreePorts.next());
        var client = MongoClients.create(mongo.connectionString());
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var database = client.getDatabase("d");
      for (int round = 0; round < 40; round++) {
        List<Callable<Object>> calls = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
          String name = "c" + n;
          calls.add(() -> database.getCollection(name).insertOne(new Document("x", "y")));
        }
        calls.add(
            5,
            () -> {
              database.drop();
              return "dropped";
            });
        for (Future<Object> call : callers.invokeAll(calls)) {
          assertThat(call.get()).isNotNull();
        }
      }
      database.drop();
      for (int n = 0; n < 12; n++) {
        var collection = database.getCollection("c" + n);
        collection.insertOne(new Document("x", "y"));
        assertThat(collection.countDocuments()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_store_that_the_library_indexed_is_taken_over(@TempDir Path data) {
    var server =
        new MongoServer(
            new H2Backend(MVStore.open(data.resolve(EmbeddedMongo.DOCUMENTS).toString())));
    try (var client = MongoClients.create("mongodb://127.0.0.1:" + server.bind().getPort())) {
      var all = client.getDatabase("d").getCollection("c");
      all.createIndex(Indexes.ascending("key", "n"), new IndexOptions().unique(true));
      for (int n = 0; n < 300; n++) {
        all.insertOne(new Document("_id", "id-" + n).append("key", "k" + n % 7).append("n", n));
      }
    } finally {
      server.shutdownNow();
    }
    int port = FreePorts.next();
    for (int start = 0; start < 2; start++) {
      try (var mongo = EmbeddedMongo.start(data, port);
          var client = MongoClients.create(mongo.connectionString())) {
        var all = client.getDatabase("d").getCollection("c");
        for (int n = 0; n < 300; n++) {
          var one = new Document("key", "k" + n % 7).append("n", n);
          assertThat(all.find(and(eq("key", "k" + n % 7), eq("n", n))).map(d -> d.get("_id")))
              .containsExactly("id-" + n);
          assertThat(all.find(eq("_id", "id-" + n))).hasSize(1);
          assertThatThrownBy(() -> all.insertOne(one)).hasMessageContaining("duplicate key");
        }
      }
    }
  }

  /// Of every kind of value that documents of ours have, one beside none.
  @Test
  void a_unique_index_tells_values_apart(@TempDir Path data) {
    int port = FreePorts.next();
    List<Object> values =
        List.of(
            "a",
            "b",
            "",
            "\u00e4",
            1,
            2L,
            2.5,
            -3,
            true,
            false,
            new ObjectId(),
            new ObjectId(),
            Instant.EPOCH,
            Instant.EPOCH.plusMillis(1),
            List.of("z"),
            new Document("a", 1));
    for (int start = 0; start < 2; start++) {
      try (var mongo = EmbeddedMongo.start(data, port);
          var client = MongoClients.create(mongo.connectionString())) {
        var all = client.getDatabase("d").getCollection("c");
        all.createIndex(Indexes.ascending("org", "value"), new IndexOptions().unique(true));
        if (start == 0) {
          values.forEach(value -> all.insertOne(new Document("org", "o").append("value", value)));
          all.insertOne(new Document("org", "o"));
        }
        for (Object value : values) {
          var again = new Document("org", "o").append("value", value);
          assertThatThrownBy(() -> all.insertOne(again)).hasMessageContaining("duplicate key");
        }
        assertThatThrownBy(() -> all.insertOne(new Document("org", "o")))
            .hasMessageContaining("duplicate key");
        assertThat(all.countDocuments()).isEqualTo(values.size() + 1);
      }
    }
  }

  private static List<Document> tags(Random random) {
    return random
        .ints(random.nextInt(4), 0, 9)
        .mapToObj(n -> new Document("name", "t" + n))
        .toList();
  }

  private static List<String> names(Document document) {
    return document.getList("tags", Document.class).stream()
        .map(tag -> tag.getString("name"))
        .toList();
  }

  private static void found(
      MongoCollection<Document> all,
      Map<String, Document> known,
      Bson query,
      Predicate<Document> meets) {
    assertThat(all.find(query).map(d -> d.getString("_id")))
        .as("%s", query)
        .containsExactlyInAnyOrderElementsOf(
            known.values().stream().filter(meets).map(d -> d.getString("_id")).toList());
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
