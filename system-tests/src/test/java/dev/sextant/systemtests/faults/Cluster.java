package dev.sextant.systemtests.faults;

import static org.awaitility.Awaitility.await;

import dev.sextant.standalone.demo.Api;
import dev.sextant.standalone.demo.DemoClass;
import dev.sextant.standalone.servers.EmbeddedMongo;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.systemtests.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/// The whole system as processes, with every link between them under the test's control.
///
/// Two instances of session-service share one Redis and one address, as on a cluster. MongoDB's
/// stand-in runs in this JVM and is cut off, never killed: it keeps no journal, so a kill would
/// show nothing of a real MongoDB.
final class Cluster implements AutoCloseable {
  static final String PLATFORM_ADMIN = "admin@faults.example";

  private static final Duration READY_LIMIT = Duration.ofMinutes(4);
  private static final String PASSWORD = "a pass phrase of the fault tests";
  private static final String SECRET = "a secret of the fault tests, long enough to be one";
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private final Manner manner;
  private final Path data;
  private final RedisUnderTest redis;
  private final EmbeddedMongo mongo;
  private final int kafkaPort = FreePorts.next();
  private final Map<String, Child> children = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, Link> links = new TreeMap<>();

  private boolean closed;

  private Cluster(Manner manner) throws IOException {
    this.manner = manner;
    data = Files.createTempDirectory("sextant-faults-");
    redis = new RedisUnderTest(data.resolve("redis"), FreePorts.next());
    mongo = EmbeddedMongo.start(null, 0);
  }

  /// How it runs.
  ///
  /// @param compilation 1 for JVMs that start fast, 4 for those that run fast
  /// @param storeCheck how often session-service looks at the settings of Redis
  record Manner(int compilation, Duration storeCheck) {}

  /// Starts everything and waits until all of it is ready.
  static Cluster start() {
    // Who starts after the control that loosens the settings does not wait for the next look.
    return start(new Manner(1, Duration.ofSeconds(2)));
  }

  /// The same in another manner.
  static Cluster start(Manner manner) {
    Cluster cluster = null;
    try {
      cluster = new Cluster(manner);
      var started = cluster;
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      cluster.startServers();
      cluster.startServices();
      cluster.awaitReady();
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException | AssertionError e) {
      if (cluster != null) {
        cluster.close();
      }
      throw e;
    }
  }

  RedisUnderTest redis() {
    return redis;
  }

  /// Where the world comes in: a link that faults may cut.
  URI entrance() {
    return URI.create("http://127.0.0.1:" + link("client-gateway").port());
  }

  /// The gateway itself, past all faults: for the check afterwards.
  URI gateway() {
    return URI.create("http://127.0.0.1:" + ports.get("gateway"));
  }

  /// The broker itself, past all faults.
  String kafka() {
    return "127.0.0.1:" + kafkaPort;
  }

  Child child(String name) {
    Child child = children.get(name);
    if (child == null) {
      throw new IllegalArgumentException("no part " + name + " among " + children.keySet());
    }
    return child;
  }

  Link link(String name) {
    Link link = links.get(name);
    if (link == null) {
      throw new IllegalArgumentException("no link " + name + " among " + links.keySet());
    }
    return link;
  }

  List<String> children() {
    return List.copyOf(children.keySet());
  }

  List<String> links() {
    return List.copyOf(links.keySet());
  }

  /// The class in which the cohort sits.
  DemoClass prepareClass() {
    return DemoClass.prepare(new Api(gateway()), PLATFORM_ADMIN, _ -> PASSWORD);
  }

  /// Ends every fault: all parts run, all links are clear, all are ready.
  void heal() {
    links.values().forEach(link -> link.be(new Weather.Clear()));
    redis.syncTakes(Duration.ZERO);
    redis.thaw();
    redis.start();
    children.values().forEach(Child::thaw);
    children.values().forEach(Child::start);
    awaitReady();
  }

  /// Starts both instances of session-service anew from another jar.
  void exchangeSessionService(Path jar) {
    for (String name : List.of("session-service-1", "session-service-2")) {
      Child child = child(name);
      child.kill();
      List<String> command = new ArrayList<>(child.command());
      command.set(command.size() - 1, jar.toString());
      child.become(command);
      child.start();
    }
    awaitReady();
  }

  /// Waits until every part answers that it is ready.
  void awaitReady() {
    await("the broker")
        .atMost(READY_LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> listens(kafkaPort));
    // analytics-service ends when it finds no broker at its start; who supervises it tries again.
    ports.forEach(this::awaitReady);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    links.values().forEach(Link::close);
    List<Child> running = new ArrayList<>(children.values());
    running.reversed().forEach(Child::close);
    redis.close();
    mongo.close();
    try (var files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      System.err.println("[faults] left behind: " + data);
    }
  }

  /// The folder of the parts' logs.
  Path logs() {
    return data.resolve("logs");
  }

  private void startServers() {
    redis.start();
    redis.syncTakes(Duration.ZERO);
    int sessions = FreePorts.next();
    int analytics = FreePorts.next();
    Link fromSessions = connect("session-kafka", List.of(sessions));
    Link fromAnalytics = connect("analytics-kafka", List.of(analytics));
    Path standalone = Checkout.ROOT.resolve("standalone/target");
    Path tests = Checkout.ROOT.resolve("system-tests/target/test-classes");
    List<String> command = new ArrayList<>(java("512m"));
    command.addAll(
        List.of(
            "-cp",
            tests + ":" + standalone.resolve("classes") + ":" + standalone.resolve("lib") + "/*",
            KafkaProcess.class.getName(),
            data.resolve("kafka").toString(),
            Integer.toString(kafkaPort),
            Integer.toString(FreePorts.next()),
            Integer.toString(sessions),
            Integer.toString(fromSessions.port()),
            Integer.toString(analytics),
            Integer.toString(fromAnalytics.port())));
    add("kafka", command, Map.of());
    child("kafka").start();
    await("the broker").atMost(READY_LIMIT).until(() -> listens(kafkaPort));
  }

  private void startServices() {
    for (String name :
        List.of(
            "gateway",
            "question-service",
            "session-service-1",
            "session-service-2",
            "analytics-service",
            "class-service")) {
      ports.put(name, FreePorts.next());
    }
    connect("client-gateway", portsOf("gateway"));
    connect("gateway-session", portsOf("session-service-1", "session-service-2"));
    connect("gateway-analytics", portsOf("analytics-service"));
    connect("session-analytics", portsOf("analytics-service"));
    connect("session-question", portsOf("question-service"));
    connect("session-class", portsOf("class-service"));
    connect("session-1-redis", List.of(redis.port()));
    connect("session-2-redis", List.of(redis.port()));
    connect("gateway-redis", List.of(redis.port()));
    connect("analytics-session", portsOf("session-service-1", "session-service-2"));
    connect("analytics-mongo", List.of(mongoPort()));

    service("class-service", Map.of());
    service("question-service", Map.of());
    for (int instance = 1; instance <= 2; instance++) {
      service(
          "session-service-" + instance,
          Map.of(
              "SEXTANT_LEAVE_AFTER",
              "2s",
              "SEXTANT_STORE_CHECKEVERY",
              manner.storeCheck().toString(),
              "SEXTANT_REDIS",
              "redis://127.0.0.1:" + link("session-" + instance + "-redis").port(),
              "SEXTANT_KAFKA",
              "127.0.0.1:" + link("session-kafka").port(),
              "SEXTANT_QUESTION_SERVICE",
              url("session-question"),
              "SEXTANT_ANALYTICS_SERVICE",
              url("session-analytics"),
              "SEXTANT_CLASS_SERVICE",
              url("session-class")));
    }
    service(
        "analytics-service",
        Map.of(
            "SEXTANT_MONGODB", "mongodb://127.0.0.1:" + link("analytics-mongo").port(),
            "SEXTANT_KAFKA", "127.0.0.1:" + link("analytics-kafka").port(),
            "SEXTANT_SESSION_SERVICE", url("analytics-session")));
    service(
        "gateway",
        Map.of(
            "SEXTANT_REDIS", "redis://127.0.0.1:" + link("gateway-redis").port(),
            "SEXTANT_SESSION_SERVICE", url("gateway-session"),
            "SEXTANT_ANALYTICS_SERVICE", url("gateway-analytics")));
    children.values().forEach(Child::start);
  }

  private void service(String name, Map<String, String> different) {
    int port = ports.getOrDefault(name, 0);
    var environment = new HashMap<String, String>();
    environment.put("SEXTANT_KAFKA", kafka());
    environment.put("SEXTANT_MONGODB", mongo.connectionString());
    environment.put("SEXTANT_QUESTION_SERVICE", direct("question-service"));
    environment.put("SEXTANT_CLASS_SERVICE", direct("class-service"));
    environment.put("SEXTANT_TOKENS_JWKS_URI", direct("class-service") + "/.well-known/jwks.json");
    environment.put("SEXTANT_JWKS", direct("class-service") + "/.well-known/jwks.json");
    environment.put("SEXTANT_SERVICE_KEY", SECRET);
    environment.put("SEXTANT_RECEIPTS_KEY", SECRET);
    environment.put("SEXTANT_BANK_PATH", Checkout.ROOT.resolve("banks/ml-interview").toString());
    environment.put("SEXTANT_BOOTSTRAP_EMAIL", PLATFORM_ADMIN);
    environment.put("SEXTANT_BOOTSTRAP_PASSWORD", PASSWORD);
    environment.put("SEXTANT_STATE_DIR", data.resolve("streams").toString());
    // The whole cohort comes from one address.
    environment.put("SEXTANT_RATE_LIMITS_ENABLED", "false");
    environment.put("PORT", Integer.toString(port));
    environment.putAll(different);
    List<String> command = new ArrayList<>(java("384m"));
    command.addAll(List.of("-jar", Jars.of(name.replaceFirst("-\\d$", "")).toString()));
    add(name, command, environment);
  }

  private List<String> java(String heap) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=" + manner.compilation(),
        "-XX:+UseSerialGC",
        "-Xmx" + heap,
        "-Xss512k",
        "-Xshare:auto",
        "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow");
  }

  private void add(String name, List<String> command, Map<String, String> environment) {
    children.put(name, new Child(name, command, environment, logs().resolve(name + ".log")));
  }

  private Link connect(String name, List<Integer> upstreams) {
    Link link = Link.to(name, upstreams);
    links.put(name, link);
    return link;
  }

  private void awaitReady(String name, int port) {
    try {
      await(name)
          .atMost(READY_LIMIT)
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                child(name).start();
                return isReady(port);
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(name + " is not ready; its log ends:\n" + child(name).tail(), e);
    }
  }

  private List<Integer> portsOf(String... names) {
    return List.of(names).stream().map(ports::get).toList();
  }

  private String direct(String service) {
    return "http://127.0.0.1:" + ports.get(service);
  }

  private String url(String link) {
    return "http://127.0.0.1:" + link(link).port();
  }

  private int mongoPort() {
    return URI.create(mongo.connectionString()).getPort();
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isReady(int port) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
