package dev.sextant.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The whole system as `./start --demo` runs it, in processes of its own, shared by all tests.
///
/// Known from outside only: by its terminal output, its secrets file and HTTP. The embedded servers
/// are used where Docker is absent or not asked for; with `SEXTANT_*` set, those.
public final class RunningSystem {
  static final int DEMO_LEARNERS = 12;

  private static final Duration START_LIMIT = Duration.ofMinutes(6);
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static @Nullable RunningSystem shared;

  private final Process process;
  private final Path data;
  private final int port;
  private final List<String> said = new ArrayList<>();
  private final CountDownLatch demoDone = new CountDownLatch(1);

  private RunningSystem(Process process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
  }

  /// The running system; started when first asked for.
  public static synchronized RunningSystem get() {
    if (shared == null) {
      RunningSystem system = start();
      Runtime.getRuntime().addShutdownHook(new Thread(system::stop));
      system.awaitDemo();
      shared = system;
    }
    return shared;
  }

  public URI gateway() {
    return URI.create("http://localhost:" + port);
  }

  /// Where one of the services answers by itself, past the gateway.
  public URI service(String name) {
    return URI.create("http://localhost:" + (port + Checkout.SERVICES.indexOf(name)));
  }

  static Path home() {
    return HOME;
  }

  /// What it printed so far.
  String output() {
    synchronized (said) {
      return String.join("\n", said);
    }
  }

  /// The password of a demo account, or a key that the services share.
  public String password(String name) {
    var secrets = new Properties();
    try (var in = Files.newBufferedReader(data.resolve("secrets.properties"))) {
      secrets.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return secrets.getProperty(name);
  }

  /// The join code of the demo class.
  String joinCode() {
    Matcher code = Pattern.compile("join code (\\S+)").matcher(output());
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  /// The folder of the services' logs.
  public Path logs() {
    return data.resolve("logs");
  }

  /// Kills a service with no warning; the installation starts it again by itself.
  void kill(String service) {
    ProcessHandle victim =
        process
            .descendants()
            .filter(p -> p.info().commandLine().orElse("").contains("/" + service + "/target/"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(service + " is not running"));
    victim.destroyForcibly();
    victim.onExit().join();
  }

  private static RunningSystem start() {
    try {
      Path data = Files.createTempDirectory("sextant-system-");
      int port = freeBlock();
      Path standalone = HOME.resolve("standalone/target");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-Dsextant.home=" + HOME,
                  "-cp",
                  standalone.resolve("classes") + ":" + standalone.resolve("lib") + "/*",
                  "dev.sextant.standalone.launch.Main",
                  "--data",
                  data.toString(),
                  "--port",
                  Integer.toString(port),
                  "--demo",
                  Integer.toString(DEMO_LEARNERS),
                  "--forgetful")
              .redirectErrorStream(true)
              .start();
      var system = new RunningSystem(process, data, port);
      Thread.ofVirtual().name("output of the system").start(system::listen);
      return system;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String last = line.substring(line.lastIndexOf('\r') + 1);
        System.out.println("[system] " + last);
        synchronized (said) {
          said.add(last);
        }
        if (last.startsWith("Ctrl-C")) {
          demoDone.countDown();
        }
      }
    } catch (IOException e) {
      // The process has ended; its output is what we have.
    }
  }

  private void awaitDemo() {
    try {
      long until = System.nanoTime() + START_LIMIT.toNanos();
      while (!demoDone.await(200, TimeUnit.MILLISECONDS)) {
        if (!process.isAlive() || System.nanoTime() > until) {
          stop();
          throw new AssertionError("the system did not come up:\n" + output());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void stop() {
    process.destroy();
    try {
      process.onExit().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    try (var files = Files.walk(data)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("left behind: " + data);
    }
  }

  /// The first of nine neighbouring ports that are free.
  private static int freeBlock() {
    for (int first = 18_080; first < 30_000; first += 20) {
      boolean free = true;
      for (int port = first; port < first + 9 && free; port++) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
          free = socket.isBound();
        } catch (IOException e) {
          free = false;
        }
      }
      if (free) {
        return first;
      }
    }
    throw new AssertionError("no nine free ports");
  }
}
