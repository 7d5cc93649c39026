package dev.sextant.systemtests.faults;

import dev.sextant.standalone.servers.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real redis-server on a disk that can lose power and be slow.
///
/// The disk is `disk.c`, compiled with the machine's C compiler and preloaded; without a compiler
/// `canLosePower` is false, and a power cut is a mere kill.
final class RedisUnderTest implements AutoCloseable {
  private static final String RECORD = ".synced";

  private final Path data;
  private final Path delay;
  private final int port;
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable EmbeddedRedis server;

  RedisUnderTest(Path data, int port) {
    this.data = data;
    this.port = port;
    this.delay = data.resolve("delay");
    Path disk = compiled(data);
    if (disk != null) {
      environment.put("LD_PRELOAD", disk.toString());
      environment.put("DISK_DELAY", delay.toString());
    }
  }

  int port() {
    return port;
  }

  boolean canLosePower() {
    return !environment.isEmpty();
  }

  synchronized void start() {
    if (server == null || !server.process().isAlive()) {
      server = EmbeddedRedis.start(data, port, environment);
    }
  }

  /// Ends it with no warning; what it wrote stays.
  synchronized void kill() {
    if (server != null) {
      server.process().destroyForcibly();
      server.process().onExit().join();
    }
  }

  /// Ends it as a power cut does: what was not synced is gone. How many bytes that were.
  synchronized long cutPower() {
    kill();
    if (!canLosePower()) {
      return 0;
    }
    long lost = 0;
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(RedisUnderTest::isAppendOnly).toList()) {
        Path record = file.resolveSibling(file.getFileName() + RECORD);
        long synced = Files.exists(record) ? Long.parseLong(Files.readString(record).strip()) : 0;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          lost += Math.max(0, channel.size() - synced);
          channel.truncate(synced);
        }
      }
      return lost;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How long each sync takes from now on, beside what the real disk takes.
  void syncTakes(Duration duration) {
    try {
      Path next = data.resolve("delay.next");
      Files.writeString(next, Long.toString(duration.toNanos() / 1000));
      Files.move(next, delay, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void freeze() {
    if (server != null && server.process().isAlive()) {
      Signals.send("STOP", server.process().pid());
    }
  }

  synchronized void thaw() {
    if (server != null && server.process().isAlive()) {
      Signals.send("CONT", server.process().pid());
    }
  }

  /// Runs a command as an operator would; the first line of the reply.
  String command(String... words) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      var request = new StringBuilder("*" + words.length + "\r\n");
      for (String word : words) {
        request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      var reply = new StringBuilder();
      for (int c = socket.getInputStream().read();
          c >= 0 && c != '\n';
          c = socket.getInputStream().read()) {
        reply.append((char) c);
      }
      return reply.toString().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", List.of(words)), e);
    }
  }

  /// One value of what it says about persistence.
  String info(String name) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      socket
          .getOutputStream()
          .write("INFO persistence\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return all.lines()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException("INFO", e);
    }
  }

  @Override
  public synchronized void close() {
    thaw();
    if (server != null) {
      server.close();
    }
  }

  private static boolean isAppendOnly(Path file) {
    String name = file.getFileName().toString();
    return name.contains("appendonly") && !name.endsWith(RECORD) && Files.isRegularFile(file);
  }

  /// The library that records what is synced; null when it cannot be compiled.
  private static @Nullable Path compiled(Path folder) {
    Path source = folder.resolve("disk.c");
    Path library = folder.resolve("disk.so");
    try (var in = RedisUnderTest.class.getResourceAsStream("disk.c")) {
      if (in == null) {
        throw new IllegalStateException("disk.c must lie beside this class");
      }
      Files.createDirectories(folder);
      Files.write(source, in.readAllBytes());
      Process compiler =
          new ProcessBuilder(
                  "gcc",
                  "-shared",
                  "-fPIC",
                  "-O2",
                  "-o",
                  library.toString(),
                  source.toString(),
                  "-ldl")
              .redirectErrorStream(true)
              .start();
      String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (compiler.waitFor() == 0) {
        return library;
      }
      System.out.println("[faults] disk.c does not compile: " + said);
      return null;
    } catch (IOException e) {
      System.out.println("[faults] no C compiler: a power cut of Redis is a mere kill");
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
