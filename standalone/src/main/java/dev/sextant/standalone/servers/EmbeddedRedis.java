package dev.sextant.standalone.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;

/// A real redis-server as a child process, on loopback, with an append-only file that is on the
/// disk before a write is answered.
///
/// Takes the machine's `redis-server` when the path has one, else the binary that comes with the
/// library. Keeps one copy: for one machine.
public final class EmbeddedRedis implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final ProcessHandle process;
  private final int port;

  private EmbeddedRedis(ProcessHandle process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts a server whose append-only file lies in `data`.
  ///
  /// @throws UncheckedIOException when it cannot start
  /// @throws IllegalStateException when it does not answer within 20 s; the message ends with what
  ///   it said
  public static EmbeddedRedis start(Path data, int port) {
    return start(data, port, Map.of(), Optional.empty());
  }

  /// The same, for users who may do what their work needs and nothing else.
  ///
  /// @throws UncheckedIOException when it cannot start
  /// @throws IllegalStateException when it does not answer within 20 s
  public static EmbeddedRedis start(Path data, int port, RedisUsers users) {
    return start(data, port, Map.of(), Optional.of(users));
  }

  /// The same with variables of the process's environment.
  ///
  /// @throws UncheckedIOException when it cannot start
  /// @throws IllegalStateException when it does not answer within 20 s
  public static EmbeddedRedis start(Path data, int port, Map<String, String> environment) {
    return start(data, port, environment, Optional.empty());
  }

  private static EmbeddedRedis start(
      Path data, int port, Map<String, String> environment, Optional<RedisUsers> users) {
    Path folder = data.toAbsolutePath();
    Path log = folder.resolve("redis.log");
    Path pid = folder.resolve("redis.pid");
    try {
      Files.createDirectories(folder);
      List<String> command = new ArrayList<>(List.of(executable(folder)));
      command.addAll(
          List.of(
              "--port", Integer.toString(port),
              "--bind", "127.0.0.1",
              "--dir", folder.toString(),
              "--save", "",
              "--appendonly", "yes",
              "--appendfsync", "always",
              "--no-appendfsync-on-rewrite", "no",
              "--maxmemory-policy", "noeviction",
              "--daemonize", "yes",
              "--pidfile", pid.toString(),
              "--logfile", log.toString()));
      if (users.isPresent()) {
        command.addAll(List.of("--aclfile", users.get().write(folder).toString()));
      }
      Files.deleteIfExists(pid);
      // In a session of its own, so that Ctrl-C in a terminal does not end it before the services.
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.out").toFile());
      builder.environment().putAll(environment);
      builder.start();
      awaitReady(port, log, users.map(RedisUsers::greeting).orElse(""));
      return new EmbeddedRedis(process(pid), port);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start redis-server in " + folder, e);
    }
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /// For tests that kill or freeze it.
  public ProcessHandle process() {
    return process;
  }

  /// Ends the server in order: it writes what it holds and closes its file.
  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }

  private static void awaitReady(int port, Path log, String greeting) throws IOException {
    long until = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < until) {
      if (answers(port, greeting)) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    String said = Files.exists(log) ? Files.readString(log) : "nothing";
    throw new IllegalStateException("redis-server did not answer on port " + port + ": " + said);
  }

  private static ProcessHandle process(Path pidFile) throws IOException {
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new IllegalStateException("redis-server ended at once"));
  }

  /// True when the server has loaded its file and takes commands.
  ///
  /// @param greeting sent first; it is answered by one line
  private static boolean answers(int port, String greeting) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      socket.setSoTimeout(1000);
      String asked = greeting + "PING\r\n";
      socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
      String expected = greeting.isEmpty() ? "+PONG" : "+OK\r\n+PONG";
      InputStream in = socket.getInputStream();
      byte[] reply = in.readNBytes(expected.length());
      return new String(reply, StandardCharsets.US_ASCII).equals(expected);
    } catch (IOException e) {
      return false;
    }
  }

  private static String executable(Path folder) throws IOException {
    for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path candidate = Path.of(place, "redis-server");
      if (Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    Path own = Files.createDirectories(folder.resolve("bin"));
    return ExecutableProvider.newJarResourceProvider(own.toFile()).get().getAbsolutePath();
  }
}
