package dev.sextant.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Ids;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.ServiceTokens;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.TenancyGuard;
import dev.sextant.testkit.Tokens;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// analytics-service on real servers, with topics and a database of its own; as many instances as a
/// test asks for, in this process or, to be killed, in processes of their own.
final class Installation implements AutoCloseable {
  static final int PARTITIONS = 3;

  /// The ends of transactions, which are offsets and no records.
  private static final int MARKS = 4;

  private static final int MOST_UNDER_WAY = 10_000;
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final JsonMapper JSON = Json.tolerant();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String KEY = "a-service-key-of-32-characters-or-more";

  private final String name = "an" + Ids.next().substring(24);
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Future<RecordMetadata>> underWay = new ArrayList<>();
  private final KafkaProducer<String, byte[]> producer;
  private final MongoClient mongo = MongoClients.create(Servers.mongo().connectionString());
  private final List<String> settings;
  private final TenancyGuard tenancy = Tenancy.guard();

  /// What session-service and question-service say.
  final Stubs stubs = Stubs.start();

  /// @param settings more of them, as `--name=value`
  Installation(String... settings) {
    this.settings = List.of(settings);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                Servers.kafka().bootstrapServers(),
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.LINGER_MS_CONFIG,
                5),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /// One running instance.
  interface Instance extends AutoCloseable {
    int port();

    @Override
    void close();
  }

  /// An instance in this process.
  Instance start() {
    ConfigurableApplicationContext app =
        new SpringApplicationBuilder(Application.class)
            .initializers(Tenancy.watching(tenancy))
            .run(arguments(Servers.temporaryFolder("state"), 0).toArray(String[]::new));
    int port = Integer.parseInt(app.getEnvironment().getRequiredProperty("local.server.port"));
    var instance =
        new Instance() {
          @Override
          public int port() {
            return port;
          }

          @Override
          public void close() {
            app.close();
          }
        };
    open.add(instance);
    return instance;
  }

  /// An instance in a process of its own, whose end comes without notice.
  Killable startKillable() {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Application.class.getName());
    command.addAll(arguments(Servers.temporaryFolder("state"), port));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(new File(Servers.temporaryFolder("log").toFile(), "log"))
              .start();
      var instance = new Killable(process, port);
      open.add(instance);
      patient()
          .until(
              () -> {
                assertThat(process.isAlive()).isTrue();
                return isUp(port);
              });
      return instance;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isUp(int port) {
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(uri(port, "/actuator/health")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An instance that can be killed.
  record Killable(Process process, int port) implements Instance {
    /// As `kill -9` does.
    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private List<String> arguments(Path state, int port) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--server.port=" + port,
                "--spring.kafka.bootstrap-servers=" + Servers.kafka().bootstrapServers(),
                "--sextant.mongodb.uri=" + Servers.mongo().connectionString(),
                "--sextant.mongodb.database=" + name,
                "--sextant.kafka.topic-prefix=" + prefix(),
                "--sextant.kafka.partitions=" + PARTITIONS,
                "--sextant.service-key=" + KEY,
                "--sextant.tokens.jwks-uri=" + Tokens.jwksUri(),
                "--sextant.services.question=" + stubs.url(),
                "--sextant.services.session=" + stubs.url(),
                "--sextant.analytics.state-dir=" + state,
                "--sextant.analytics.missed-after=6s",
                "--sextant.analytics.repair-every=1s"));
    all.addAll(settings);
    return all;
  }

  private String prefix() {
    return name + ".";
  }

  /// Events into Kafka, where they are when this returns.
  void send(List<ExamEvent> events) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    events.forEach(event -> sent.add(send(event.learnerId(), EVENTS.write(event))));
    sent.forEach(Installation::arrived);
  }

  /// Events on their way into Kafka, where they are after [#flush].
  void record(List<ExamEvent> events) {
    events.forEach(event -> underWay.add(send(event.learnerId(), EVENTS.write(event))));
    if (underWay.size() > MOST_UNDER_WAY) {
      flush();
    }
  }

  void flush() {
    underWay.forEach(Installation::arrived);
    underWay.clear();
  }

  /// Topics as the services would make them, before any runs.
  void makeTopics(String... topics) {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, Servers.kafka().bootstrapServers());
    try (var admin = Admin.create(config)) {
      admin
          .createTopics(
              Arrays.stream(topics)
                  .map(topic -> new NewTopic(prefix() + topic, PARTITIONS, (short) 1))
                  .toList())
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// How many events there are, each read by a consumer that does nothing with them.
  long countEvents() {
    long count = 0;
    try (var consumer = consumer()) {
      List<TopicPartition> all = partitions(consumer, Topics.EXAM_EVENTS);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        count += consumer.poll(Duration.ofMillis(200)).count();
      }
    }
    return count;
  }

  /// Records into any topic, by key.
  void publish(String topic, Map<String, byte[]> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(
        (key, value) ->
            sent.add(producer.send(new ProducerRecord<>(prefix() + topic, key, value))));
    sent.forEach(Installation::arrived);
  }

  /// Any record into `exam-events`.
  void sendRaw(String key, byte[] value) {
    arrived(send(key, value));
  }

  /// Any record into any topic.
  void publish(String topic, String key, byte[] value) {
    arrived(producer.send(new ProducerRecord<>(prefix() + topic, key, value)));
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            (Object) Servers.kafka().bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed"),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer, String topic) {
    return consumer.partitionsFor(prefix() + topic).stream()
        .map(p -> new TopicPartition(p.topic(), p.partition()))
        .toList();
  }

  /// The newest value of each key of a topic.
  Map<String, byte[]> newest(String topic) {
    Map<String, byte[]> newest = new HashMap<>();
    try (var consumer = consumer()) {
      List<TopicPartition> all = partitions(consumer, topic);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> newest.put(record.key(), record.value()));
      }
    }
    return newest;
  }

  private Future<RecordMetadata> send(String key, byte[] value) {
    return producer.send(new ProducerRecord<>(prefix() + Topics.EXAM_EVENTS, key, value));
  }

  private static void arrived(Future<RecordMetadata> sent) {
    try {
      sent.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The stream's offsets at the first or behind the last event, while nothing runs.
  void resetOffsets(OffsetSpec to) {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, Servers.kafka().bootstrapServers());
    try (var admin = Admin.create(config)) {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (int p = 0; p < PARTITIONS; p++) {
        asked.put(new TopicPartition(prefix() + Topics.EXAM_EVENTS, p), to);
      }
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      for (var one : admin.listOffsets(asked).all().get().entrySet()) {
        offsets.put(one.getKey(), new OffsetAndMetadata(one.getValue().offset()));
      }
      patient()
          .ignoreExceptions()
          .until(
              () -> {
                admin.alterConsumerGroupOffsets(prefix() + "analytics", offsets).all().get();
                return true;
              });
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until all that was recorded has gone the whole way, items too.
  void awaitQuiet() {
    awaitRead("analytics", "");
  }

  /// Waits until these topics have been read; looks only at where the readers stand, which costs
  /// them nothing.
  ///
  /// @param group whose: `analytics` is the stream
  /// @param ending of the topics' names
  void awaitRead(String group, String ending) {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, Servers.kafka().bootstrapServers());
    try (var admin = Admin.create(config)) {
      patient()
          .atMost(Duration.ofHours(2))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> furthestBehind(admin, group, ending) <= MARKS);
    }
  }

  private long furthestBehind(Admin admin, String group, String ending) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> read =
        admin.listConsumerGroupOffsets(prefix() + group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicPartition partition : read.keySet()) {
      if (partition.topic().endsWith(ending)) {
        asked.put(partition, OffsetSpec.latest());
      }
    }
    if (asked.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long furthest = 0;
    for (var end : admin.listOffsets(asked).all().get().entrySet()) {
      OffsetAndMetadata own = read.get(end.getKey());
      furthest = Math.max(furthest, end.getValue().offset() - (own == null ? 0 : own.offset()));
    }
    return furthest;
  }

  MongoDatabase database() {
    return mongo.getDatabase(name);
  }

  /// Results and mastery as they are stored, by collection and id.
  Map<String, Document> documents() {
    Map<String, Document> all = new HashMap<>();
    for (String collection : List.of("sessions", "mastery")) {
      for (Document document : database().getCollection(collection).find()) {
        all.put(collection + "/" + document.getString("_id"), document);
      }
    }
    return all;
  }

  /// What a call answered.
  record Reply(int status, String text) {
    JsonNode json() {
      return JSON.readTree(text);
    }
  }

  /// As session-service shows itself.
  static String serviceToken() {
    return new ServiceTokens("session-service", KEY).token(Instant.now());
  }

  static Reply get(Instance instance, String path, String token) {
    return send(request(instance, path, token));
  }

  static Reply post(Instance instance, String path, @Nullable Object body, String token) {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    return send(
        request(instance, path, token).header("Content-Type", "application/json").POST(publisher));
  }

  static HttpRequest.Builder request(Instance instance, String path, String token) {
    return HttpRequest.newBuilder(uri(instance.port(), path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token);
  }

  static Reply send(HttpRequest.Builder request) {
    try {
      var reply = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Reply(reply.statusCode(), reply.body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static ConditionFactory patient() {
    return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100));
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static int freePort() {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable one : open.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    producer.close();
    mongo.close();
    stubs.close();
    assertThat(tenancy.breaches()).isEmpty();
  }
}
