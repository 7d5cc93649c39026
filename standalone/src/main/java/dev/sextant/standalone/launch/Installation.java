package dev.sextant.standalone.launch;

import dev.sextant.standalone.servers.EmbeddedKafka;
import dev.sextant.standalone.servers.EmbeddedMongo;
import dev.sextant.standalone.servers.EmbeddedRedis;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.standalone.servers.RedisUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The whole system on one machine: three servers, five services, one data folder.
final class Installation implements AutoCloseable {
  private static final long LEAST_DISK_MB = 500;
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);

  private static final Duration WATCH_EVERY = Duration.ofMillis(500);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(20);

  /// In the order of their ports, from the gateway's on.
  private static final List<String> SERVICES =
      List.of(
          "gateway", "question-service", "session-service", "analytics-service", "class-service");

  /// The gateway's own user of Redis, given to the gateway as `SEXTANT_REDIS`.
  private static final String GATEWAYS_REDIS = "GATEWAYS_REDIS";

  private final Options options;
  private final Consumer<String> say;
  private final Secrets secrets;
  private final Deque<AutoCloseable> servers = new ArrayDeque<>();
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<Service, Long> restarted = new HashMap<>();
  private volatile boolean closed;

  Installation(Options options, Consumer<String> say) {
    this.options = options;
    this.say = say;
    this.secrets = new Secrets(options.data().resolve("secrets.properties"));
  }

  /// Starts everything and waits until all of it is ready.
  ///
  /// @throws Trouble when a port is taken, the disk is full or a service does not come up
  void start() {
    checkMachine();
    Map<String, CompletableFuture<StartCache>> caches = startCaches();
    Map<String, String> environment = environment(startServers());
    startServices(environment, caches);
    awaitReady();
    Thread.ofVirtual().name("watch").start(this::watch);
    Thread.ofVirtual().name("remember").start(this::remember);
  }

  /// One after the other: each takes a processor for some seconds.
  private void remember() {
    boolean any = false;
    for (Service service : services.values()) {
      any |= !closed && service.remember();
    }
    if (any) {
      say.accept("  What this start loaded is remembered; the next one is faster.");
    }
  }

  URI gateway() {
    return URI.create("http://localhost:" + options.port());
  }

  /// True when something was started.
  boolean runs() {
    return !servers.isEmpty() || !services.isEmpty();
  }

  Secrets secrets() {
    return secrets;
  }

  /// Starts a service again that has ended by itself, at most once in `RESTART_PAUSE`.
  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(WATCH_EVERY.toNanos());
      for (Service service : services.values()) {
        synchronized (this) {
          if (!closed && !service.isAlive() && mayRestart(service)) {
            say.accept("  " + service.name() + " ended by itself and is started again");
            service.restart();
          }
        }
      }
    }
  }

  private boolean mayRestart(Service service) {
    long now = System.nanoTime();
    Long last = restarted.get(service);
    if (last != null && now - last < RESTART_PAUSE.toNanos()) {
      return false;
    }
    restarted.put(service, now);
    return true;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<Service> running = new ArrayList<>(services.values());
    running.forEach(Service::stop);
    running.forEach(Service::awaitStop);
    while (!servers.isEmpty()) {
      AutoCloseable server = servers.pop();
      try {
        server.close();
      } catch (Exception e) {
        say.accept("  " + server.getClass().getSimpleName() + " did not stop in order: " + e);
      }
    }
  }

  private void checkMachine() {
    for (int port = options.port(); port < options.port() + Options.PORTS; port++) {
      if (!FreePorts.isFree(port)) {
        throw new Trouble(
            "Port "
                + port
                + " is in use: stop what uses it, or take other ports with ./start --port "
                + (options.port() + 100)
                + ".");
      }
    }
    try {
      Files.createDirectories(options.data());
      long free = Files.getFileStore(options.data()).getUsableSpace() / (1024 * 1024);
      if (free < LEAST_DISK_MB) {
        throw new Trouble(
            "The disk of %s has %d MB left and %d MB are needed: make room, or choose another folder with --data."
                .formatted(options.data(), free, LEAST_DISK_MB));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write below " + options.data(), e);
    }
  }

  /// One after the other, while the servers start: those leave a processor free.
  private Map<String, CompletableFuture<StartCache>> startCaches() {
    var caches = new HashMap<String, CompletableFuture<StartCache>>();
    ExecutorService one = Executors.newSingleThreadExecutor();
    for (String name : SERVICES) {
      caches.put(name, CompletableFuture.supplyAsync(() -> Service.startCache(options, name), one));
    }
    one.shutdown();
    return caches;
  }

  private Map<String, String> startServers() {
    var where = new HashMap<String, String>();
    Path data = options.data();
    where.put(
        "SEXTANT_KAFKA",
        given("SEXTANT_KAFKA", "Kafka")
            .orElseGet(
                () -> {
                  var kafka = EmbeddedKafka.start(data.resolve("kafka"), port(5), port(6));
                  servers.push(kafka);
                  say.accept("  Kafka (KRaft)                  " + kafka.bootstrapServers());
                  return kafka.bootstrapServers();
                }));
    where.put(
        "SEXTANT_REDIS",
        given("SEXTANT_REDIS", "Redis")
            .orElseGet(
                () -> {
                  var users =
                      new RedisUsers(
                          secrets.key("redis-app"),
                          secrets.key("redis-loader"),
                          secrets.key("redis-monitor"),
                          secrets.key("redis-gateway"));
                  var redis = EmbeddedRedis.start(data.resolve("redis"), port(7), users);
                  servers.push(redis);
                  say.accept("  redis-server                   127.0.0.1:" + redis.port());
                  int port = redis.port();
                  where.put("SEXTANT_STORE_LOADER", RedisUsers.uri("loader", users.loader(), port));
                  where.put(
                      "SEXTANT_STORE_MONITOR", RedisUsers.uri("monitor", users.monitor(), port));
                  where.put(GATEWAYS_REDIS, RedisUsers.uri("gateway", users.gateway(), port));
                  return RedisUsers.uri("app", users.app(), port);
                }));
    where.put(
        "SEXTANT_MONGODB",
        given("SEXTANT_MONGODB", "MongoDB")
            .orElseGet(
                () -> {
                  var mongo = EmbeddedMongo.start(data.resolve("mongodb"), port(8));
                  servers.push(mongo);
                  say.accept("  MongoDB-protocol server        " + mongo.connectionString());
                  return mongo.connectionString();
                }));
    return where;
  }

  private java.util.Optional<String> given(String variable, String what) {
    @Nullable String value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      return java.util.Optional.empty();
    }
    say.accept("  " + what + " of " + variable + ": " + value);
    return java.util.Optional.of(value);
  }

  private Map<String, String> environment(Map<String, String> servers) {
    var environment = new HashMap<>(servers);
    environment.put("SEXTANT_QUESTION_SERVICE", url(1));
    environment.put("SEXTANT_SESSION_SERVICE", url(2));
    environment.put("SEXTANT_ANALYTICS_SERVICE", url(3));
    environment.put("SEXTANT_CLASS_SERVICE", url(4));
    environment.put("SEXTANT_TOKENS_JWKS_URI", url(4) + "/.well-known/jwks.json");
    environment.put("SEXTANT_SERVICE_KEY", secrets.key("service-key"));
    environment.put("SEXTANT_RECEIPTS_KEY", secrets.key("receipts-key"));
    environment.put("SEXTANT_BANK_PATH", options.home().resolve("banks/ml-interview").toString());
    environment.put("SEXTANT_BOOTSTRAP_EMAIL", Main.PLATFORM_ADMIN);
    environment.put("SEXTANT_BOOTSTRAP_PASSWORD", secrets.password("platform-admin"));
    environment.put("SEXTANT_STATE_DIR", options.data().resolve("streams").toString());
    if (options.learners() > 0) {
      // A whole cohort comes from one address, faster than people answer.
      environment.put("SEXTANT_RATE_LIMITS_ENABLED", "false");
    }
    return environment;
  }

  private void startServices(
      Map<String, String> environment, Map<String, CompletableFuture<StartCache>> caches) {
    var forServices = new HashMap<>(environment);
    String gatewaysRedis = forServices.remove(GATEWAYS_REDIS);
    for (int i = 0; i < SERVICES.size(); i++) {
      String name = SERVICES.get(i);
      var own = new HashMap<>(forServices);
      if (name.equals("gateway") && gatewaysRedis != null) {
        own.put("SEXTANT_REDIS", gatewaysRedis);
      }
      services.put(name, Service.start(options, name, port(i), own, cacheOf(name, caches)));
    }
  }

  private static StartCache cacheOf(
      String name, Map<String, CompletableFuture<StartCache>> caches) {
    try {
      return Objects.requireNonNull(caches.get(name)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Trouble trouble ? trouble : e;
    }
  }

  private void awaitReady() {
    var waiting = new ArrayList<>(services.values());
    long began = System.nanoTime();
    try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
      while (!waiting.isEmpty()) {
        for (Service service : List.copyOf(waiting)) {
          if (service.isReady(http)) {
            waiting.remove(service);
            double seconds = (System.nanoTime() - began) / 1e9;
            say.accept("  %-30s ready after %.1f s".formatted(service.name(), seconds));
          }
        }
        if (System.nanoTime() - began > READY_LIMIT.toNanos()) {
          throw new Trouble(
              waiting.getFirst().name()
                  + " was not ready after five minutes; see "
                  + options.data().resolve("logs")
                  + ".");
        }
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
    }
  }

  private int port(int offset) {
    return options.port() + offset;
  }

  private String url(int offset) {
    return "http://127.0.0.1:" + port(offset);
  }
}
