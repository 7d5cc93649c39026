package dev.sextant.standalone.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/// A real Kafka broker and controller (KRaft) in this JVM, on loopback.
///
/// Its log lies in the folder given and is found again at the next start. One broker keeps one
/// copy: replication is 1 everywhere, so this is for one machine.
public final class EmbeddedKafka implements AutoCloseable {
  private static final int NODE = 1;

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedKafka(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /// Starts a broker whose log lies in `data`.
  ///
  /// @param port for clients
  /// @param controllerPort for the broker itself
  /// @throws UncheckedIOException when the folder cannot be written
  public static EmbeddedKafka start(Path data, int port, int controllerPort) {
    return start(data, port, controllerPort, Map.of());
  }

  /// The same with settings of the broker that differ, such as further listeners.
  ///
  /// @throws UncheckedIOException when the folder cannot be written
  public static EmbeddedKafka start(
      Path data, int port, int controllerPort, Map<String, String> different) {
    Path log = data.toAbsolutePath();
    Properties settings = settings(log, port, controllerPort);
    settings.putAll(different);
    try {
      Files.createDirectories(log);
      Path file = data.resolve("server.properties");
      try (var out = Files.newBufferedWriter(file)) {
        settings.store(out, "written at every start");
      }
      format(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare Kafka's folder " + log, e);
    }
    var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    server.startup();
    return new EmbeddedKafka(server, port);
  }

  /// What clients connect to.
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Properties settings(Path log, int port, int controllerPort) {
    var settings = new Properties();
    settings.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            Integer.toString(NODE),
            "controller.quorum.voters",
            NODE + "@127.0.0.1:" + controllerPort,
            "controller.listener.names",
            "CONTROLLER",
            "listeners",
            "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
            "advertised.listeners",
            "PLAINTEXT://127.0.0.1:" + port,
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs",
            log.toString()));
    settings.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "4",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0",
            "auto.create.topics.enable", "false",
            "log.retention.ms", "-1"));
    // An accepted answer leaves the outbox when the broker has it: it must then be on the disk.
    settings.put("log.flush.interval.messages", "1000");
    settings.put("log.flush.interval.ms", "200");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("log.cleaner.dedupe.buffer.size", "8388608");
    return settings;
  }

  private static void format(Path log) throws IOException {
    if (Files.exists(log.resolve("meta.properties"))) {
      return;
    }
    var said = new ByteArrayOutputStream();
    try (var printer = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(printer)
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(log.toString())
          .setMetadataLogDirectory(log.toString())
          .setControllerListenerName("CONTROLLER")
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new IOException(
          "cannot format " + log + ": " + said.toString(StandardCharsets.UTF_8), e);
    }
  }
}
