package dev.sextant.systemtests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A part of the system as a child process that a test may kill, freeze and start again.
///
/// Signals go to the recorded process alone.
final class Child implements AutoCloseable {
  private final String name;
  private final Path log;
  private final Map<String, String> environment;
  private List<String> command;
  private @Nullable Process process;
  private boolean wanted;

  Child(String name, List<String> command, Map<String, String> environment, Path log) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
  }

  String name() {
    return name;
  }

  synchronized void start() {
    wanted = true;
    if (process != null && process.isAlive()) {
      return;
    }
    try {
      Files.createDirectories(log.getParent());
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /// What the next start runs.
  synchronized void become(List<String> other) {
    command = List.copyOf(other);
  }

  synchronized List<String> command() {
    return command;
  }

  /// Starts it again when it has ended by itself, as who supervises it would.
  synchronized void startIfWanted() {
    if (wanted) {
      start();
    }
  }

  /// Ends it with no warning; it stays down until it is started.
  synchronized void kill() {
    wanted = false;
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /// Asks it to stop, as an orderly restart does; it stays down until it is started.
  ///
  /// @return false when it took longer and was killed
  synchronized boolean stop(Duration limit) {
    wanted = false;
    Process running = process;
    if (running == null) {
      return true;
    }
    running.destroy();
    try {
      boolean stopped = running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      running.destroyForcibly();
      return stopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running.destroyForcibly();
      return false;
    }
  }

  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  /// Asks it to stop; ends it by force when it takes too long.
  @Override
  public synchronized void close() {
    wanted = false;
    Process running = process;
    if (running == null || !running.isAlive()) {
      return;
    }
    Signals.send("CONT", running.pid());
    running.destroy();
    try {
      if (!running.waitFor(5, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running.destroyForcibly();
    }
  }

  /// The end of its log.
  String tail() {
    try {
      String all = Files.readString(log);
      return all.substring(Math.max(0, all.length() - 3000));
    } catch (IOException e) {
      return "(no log)";
    }
  }

  private synchronized void signal(String signal) {
    if (process != null && process.isAlive()) {
      Signals.send(signal, process.pid());
    }
  }
}
