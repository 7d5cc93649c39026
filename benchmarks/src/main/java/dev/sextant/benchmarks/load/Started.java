package dev.sextant.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The whole system by `./start`, in a folder of its own, and the processes beside it that floors
/// need, all under the same options of the JVM; rate limits count but never refuse, since a whole
/// cohort comes from one address.
final class Started implements AutoCloseable {
  private static final int PORTS = 9;
  private static final Pattern SERVICE =
      Pattern.compile("/([a-z-]+)/target/(?:start-\\w+/)?\\1-[0-9.]+\\.jar");
  private static final Pattern PERSON =
      Pattern.compile("^ {2}(platform admin|instructor) +(\\S+@\\S+) +(\\S+)$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("join code (\\S+)");
  private static final List<String> FULL_JAVA =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx512m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Path home;
  private final String options;
  private final Path data;
  private final int port;
  private final Process process;
  private final String said;
  private final List<Process> beside = new ArrayList<>();

  private Started(Path home, String options, Path data, int port, Process process, String said) {
    this.home = home;
    this.options = options;
    this.data = data;
    this.port = port;
    this.process = process;
    this.said = said;
  }

  /// Starts it and waits until it is ready.
  ///
  /// @param options of every JVM
  /// @throws IllegalStateException when it does not come up; the message is what it said
  static Started in(Path home, String options) {
    try {
      Path data = Files.createTempDirectory("sextant-load-");
      int port = freeBlock();
      var builder =
          new ProcessBuilder(
                  home.resolve("start").toString(),
                  "--data",
                  data.toString(),
                  "--port",
                  Integer.toString(port),
                  "--forgetful")
              .redirectErrorStream(true);
      builder.environment().put("SEXTANT_JAVA_OPTIONS", options);
      builder.environment().put("SEXTANT_STORES_JAVA_OPTIONS", options);
      builder.environment().putAll(wideLimits());
      Process process = builder.start();
      return new Started(home, options, data, port, process, awaitReady(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Target target() {
    return new Target(
        URI.create("http://127.0.0.1:" + port),
        processes(),
        found(CODE.matcher(said), 1),
        Load.EXAM,
        account("instructor"),
        account("platform admin"));
  }

  /// Starts the bare endpoint on the system's Redis.
  Beside floor() {
    return besides(
        "floor",
        List.of(
            "-cp",
            home.resolve("benchmarks/target/classes")
                + ":"
                + home.resolve("benchmarks/target/lib")
                + "/*",
            dev.sextant.benchmarks.floor.Floor.class.getName(),
            "--redis=" + redis("app")),
        Map.of());
  }

  /// Starts another gateway, which takes the bare endpoint for session-service.
  Beside gatewayTo(Beside floor) {
    var environment = new LinkedHashMap<>(wideLimits());
    environment.put("SEXTANT_SESSION_SERVICE", floor.base().toString());
    environment.put("SEXTANT_REDIS", redis("gateway"));
    environment.put("SEXTANT_SERVICE_KEY", secret("service-key"));
    environment.put(
        "SEXTANT_TOKENS_JWKS_URI", "http://127.0.0.1:" + (port + 4) + "/.well-known/jwks.json");
    return besides("gateway", List.of("-jar", jar("gateway").toString()), environment);
  }

  private String redis(String user) {
    return "redis://%s:%s@127.0.0.1:%d".formatted(user, secret("redis-" + user), port + 7);
  }

  private String secret(String name) {
    var secrets = new Properties();
    try (var in = Files.newBufferedReader(data.resolve("secrets.properties"))) {
      secrets.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(secrets.getProperty(name), name);
  }

  /// A process beside the system.
  record Beside(String name, URI base, long pid) {}

  @Override
  public void close() {
    beside.forEach(Process::destroy);
    process.destroy();
    try {
      for (Process one : beside) {
        if (!one.waitFor(30, TimeUnit.SECONDS)) {
          one.destroyForcibly();
        }
      }
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("left behind: " + data);
    }
  }

  private Beside besides(String name, List<String> program, Map<String, String> environment) {
    int free = freeBlock();
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(FULL_JAVA);
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(program);
    try {
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(data.resolve("beside-" + name + ".log").toFile());
      builder.environment().put("SERVER_PORT", Integer.toString(free));
      builder.environment().put("PORT", Integer.toString(free));
      builder.environment().putAll(environment);
      Process started = builder.start();
      beside.add(started);
      var base = URI.create("http://127.0.0.1:" + free);
      Load.await(
          name,
          () -> new Api(base).get("/actuator/health/readiness", "").isGood() || !started.isAlive());
      if (!started.isAlive()) {
        throw new IllegalStateException(
            name + " ended: " + Files.readString(data.resolve("beside-" + name + ".log")));
      }
      return new Beside(name, base, started.pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Long> processes() {
    var pids = new LinkedHashMap<String, Long>();
    process
        .descendants()
        .forEach(
            child -> {
              Matcher service = SERVICE.matcher(child.info().commandLine().orElse(""));
              if (service.find()) {
                pids.put(service.group(1), child.pid());
              }
            });
    try {
      pids.put("redis", Long.parseLong(Files.readString(data.resolve("redis/redis.pid")).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pids.put("kafka and mongodb", process.pid());
    return pids;
  }

  private Target.Account account(String role) {
    Matcher person = PERSON.matcher(said);
    while (person.find()) {
      if (person.group(1).equals(role)) {
        return new Target.Account(person.group(2), person.group(3));
      }
    }
    throw new IllegalStateException("no " + role + " in what ./start said:\n" + said);
  }

  private String found(Matcher matcher, int group) {
    if (!matcher.find()) {
      throw new IllegalStateException(
          "no " + matcher.pattern() + " in what ./start said:\n" + said);
    }
    return matcher.group(group);
  }

  private Path jar(String service) {
    try (var files = Files.list(home.resolve(service).resolve("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches(service + "-[0-9.]+\\.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> wideLimits() {
    var wide = new LinkedHashMap<String, String>();
    for (String limit : List.of("ANSWERS", "SIGNIN", "CALLS")) {
      wide.put("SEXTANT_RATELIMITS_" + limit + "_PERMITS", "1000000");
      wide.put("SEXTANT_RATELIMITS_" + limit + "_PER", "1s");
      wide.put("SEXTANT_RATELIMITS_" + limit + "_BURST", "1000000");
    }
    // Passwords are slow on purpose and are not what is measured.
    wide.put("SEXTANT_PASSWORDS_MEMORY", "1024");
    wide.put("SEXTANT_PASSWORDS_ITERATIONS", "1");
    return wide;
  }

  private static String awaitReady(Process process) throws IOException {
    var text = new StringBuilder();
    BufferedReader out = process.inputReader();
    @Nullable String line = out.readLine();
    while (line != null && !line.startsWith("Ctrl-C")) {
      text.append(line).append('\n');
      line = out.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("./start ended:\n" + text);
    }
    Thread.ofVirtual().name("output of the system").start(() -> pass(out));
    return text.toString();
  }

  private static void pass(BufferedReader out) {
    try (out) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        System.out.println("[system] " + line);
      }
    } catch (IOException e) {
      // The system has ended, and with it what it says.
    }
  }

  /// The first of nine neighbouring ports that are free.
  private static int freeBlock() {
    for (int first = 19_080; first < 30_000; first += 20) {
      boolean free = true;
      for (int next = first; next < first + PORTS && free; next++) {
        try (var socket = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
          free = socket.isBound();
        } catch (IOException e) {
          free = false;
        }
      }
      if (free) {
        return first;
      }
    }
    throw new IllegalStateException("no nine free ports");
  }
}
