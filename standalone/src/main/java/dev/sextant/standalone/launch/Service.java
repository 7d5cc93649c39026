package dev.sextant.standalone.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One of the five services, as a process of its own from the jar that is deployed.
final class Service {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int TAIL = 3000;

  private final String name;
  private final int port;
  private final Path log;
  private final StartCache cache;
  private final Function<StartCache, ProcessBuilder> how;
  private volatile Process process;

  private Service(
      String name, int port, Path log, StartCache cache, Function<StartCache, ProcessBuilder> how)
      throws IOException {
    this.name = name;
    this.port = port;
    this.log = log;
    this.cache = cache;
    this.how = how;
    this.process = how.apply(cache).start();
  }

  /// What starts a service faster, made from its jar if there is none.
  ///
  /// @throws Trouble when it is not built, or its jar cannot be taken apart
  static StartCache startCache(Options options, String name) {
    return StartCache.of(jar(options.home(), name), options.remember());
  }

  /// Starts the service; it is ready when `isReady` says so.
  static Service start(
      Options options, String name, int port, Map<String, String> environment, StartCache cache) {
    Path log = options.data().resolve("logs").resolve(name + ".log");
    try {
      Files.createDirectories(log.getParent());
      return new Service(
          name,
          port,
          log,
          cache,
          its -> {
            var builder =
                new ProcessBuilder(command(its))
                    .directory(options.home().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            builder.environment().put("PORT", Integer.toString(port));
            return builder;
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  private static List<String> command(StartCache cache) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(cache.options());
    // What is named last counts, so these win over the ones above.
    command.addAll(options(System.getenv("SEXTANT_JAVA_OPTIONS")));
    command.addAll(List.of("-jar", cache.jar().toString()));
    return command;
  }

  String name() {
    return name;
  }

  /// Starts it again after it has ended.
  synchronized void restart() {
    try {
      // What an earlier start recorded ended with it.
      process = how.apply(cache.asItIs()).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name + " again", e);
    }
  }

  /// Keeps what this start recorded for the next one; whether there was something.
  boolean remember() {
    return cache.remember(process);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// True when it takes requests.
  ///
  /// @throws Trouble when it has ended; the sentence is followed by the end of its log
  boolean isReady(HttpClient http) {
    if (!process.isAlive()) {
      throw new Trouble(
          name
              + " ended with code "
              + process.exitValue()
              + "; its log is "
              + log
              + ":\n"
              + tail());
    }
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Asks it to stop.
  void stop() {
    process.destroy();
  }

  /// Waits until it has stopped; ends it by force when it takes too long.
  void awaitStop() {
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private String tail() {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL);
      byte[] end = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(end);
      return new String(end, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(no log)";
    }
  }

  private static List<String> options(@Nullable String words) {
    return words == null || words.isBlank() ? List.of() : List.of(words.strip().split("\\s+"));
  }

  private static Path jar(Path home, String name) {
    Path target = home.resolve(name).resolve("target");
    try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
      return files
          .filter(f -> f.getFileName().toString().matches(name + "-[0-9.]+\\.jar"))
          .findFirst()
          .orElseThrow(() -> new Trouble(name + " is not built: run ./start, which builds it."));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + target, e);
    }
  }
}
