package dev.sextant.testkit;

import com.redis.testcontainers.RedisContainer;
import dev.sextant.standalone.servers.EmbeddedKafka;
import dev.sextant.standalone.servers.EmbeddedMongo;
import dev.sextant.standalone.servers.EmbeddedRedis;
import dev.sextant.standalone.servers.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.utility.DockerImageName;

/// Real servers for tests: containers where Docker is, else the embedded ones, and it says which.
///
/// Each is started when first asked for and shared by all tests of the JVM, which ends it. Tests
/// keep apart by names: a fresh database, a topic prefix, a key prefix.
public final class Servers {
  private static final boolean DOCKER = dockerIsThere();

  /// What is done when the JVM ends, newest first: a server is closed before its folder is removed.
  private static final Deque<Runnable> ENDING = new ConcurrentLinkedDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ENDING.forEach(Runnable::run)));
  }

  private static @Nullable Redis redis;
  private static @Nullable Kafka kafka;
  private static @Nullable Mongo mongo;

  private Servers() {}

  /// Where the test's Redis is.
  public record Redis(String host, int port) {
    public String uri() {
      return "redis://" + host + ":" + port;
    }
  }

  /// Where the test's Kafka is.
  public record Kafka(String bootstrapServers) {}

  /// Where the test's MongoDB, or the server that speaks its protocol, is.
  public record Mongo(String connectionString) {}

  /// A redis-server whose append-only file is synced before each reply.
  public static synchronized Redis redis() {
    if (redis == null) {
      redis =
          DOCKER
              ? started("redis:8.2", Servers::redisContainer)
              : started("the embedded redis-server", Servers::embeddedRedis);
    }
    return redis;
  }

  /// A Kafka broker.
  public static synchronized Kafka kafka() {
    if (kafka == null) {
      kafka =
          DOCKER
              ? started("apache/kafka:4.2.0", Servers::kafkaContainer)
              : started("the embedded Kafka", Servers::embeddedKafka);
    }
    return kafka;
  }

  /// A MongoDB.
  public static synchronized Mongo mongo() {
    if (mongo == null) {
      mongo =
          DOCKER
              ? started("mongo:8.2", Servers::mongoContainer)
              : started("the embedded MongoDB-protocol server", Servers::embeddedMongo);
    }
    return mongo;
  }

  /// A new folder that is removed when the JVM ends.
  public static Path temporaryFolder(String name) {
    try {
      Path folder = Files.createTempDirectory("sextant-" + name + "-");
      ENDING.push(() -> delete(folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T started(String what, Supplier<T> start) {
    System.out.println("[testkit] Docker is " + (DOCKER ? "here" : "absent") + ": using " + what);
    return start.get();
  }

  private static Redis redisContainer() {
    var container =
        new RedisContainer(DockerImageName.parse("redis:8.2"))
            .withCommand("redis-server --appendonly yes --appendfsync always");
    container.start();
    return new Redis(container.getHost(), container.getFirstMappedPort());
  }

  private static Redis embeddedRedis() {
    var server = EmbeddedRedis.start(temporaryFolder("redis"), FreePorts.next());
    ENDING.push(server::close);
    return new Redis(server.host(), server.port());
  }

  private static Kafka kafkaContainer() {
    var container = new KafkaContainer(DockerImageName.parse("apache/kafka:4.2.0"));
    container.start();
    return new Kafka(container.getBootstrapServers());
  }

  private static Kafka embeddedKafka() {
    var server = EmbeddedKafka.start(temporaryFolder("kafka"), FreePorts.next(), FreePorts.next());
    ENDING.push(server::close);
    return new Kafka(server.bootstrapServers());
  }

  private static Mongo mongoContainer() {
    var container = new MongoDBContainer(DockerImageName.parse("mongo:8.2"));
    container.start();
    return new Mongo(container.getConnectionString());
  }

  private static Mongo embeddedMongo() {
    // In memory it is faster, and has no room for a million answers.
    boolean onDisk = Boolean.getBoolean("sextant.documents.on-disk");
    var server = EmbeddedMongo.start(onDisk ? temporaryFolder("documents") : null, 0);
    ENDING.push(server::close);
    return new Mongo(server.connectionString());
  }

  private static boolean dockerIsThere() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      System.err.println("[testkit] left behind: " + folder);
    }
  }
}
