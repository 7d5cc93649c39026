package dev.sextant.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.standalone.demo.DemoClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What the promise costs: answers a second with each answer synced, synced once a second, and a
/// bare script on the same Redis, in one run. `make answer-cost`; figures in benchmarks/RESULTS.md.
@EnabledIfSystemProperty(named = "sextant.cost", matches = "true")
class AnswerCostIT {
  private static final int CLIENTS = 32;
  private static final List<String> SETTINGS =
      List.of("always", "everysec", "always", "everysec", "always", "everysec");
  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final Duration MEASURED = Duration.ofSeconds(12);
  private static final Duration SCRIPTS = Duration.ofSeconds(5);

  /// The writes of an accepted answer without its checks: the hash, the list and the outbox.
  private static final String SCRIPT =
      "redis.call('HMGET',KEYS[1],'a','b','c')"
          + " redis.call('HSET',KEYS[1],'a:'..ARGV[1],ARGV[2],'seq',ARGV[1])"
          + " redis.call('XADD',KEYS[1]..'o','MAXLEN','~','1000','*','k','l','e',ARGV[2])"
          + " redis.call('RPUSH',KEYS[1]..'e',ARGV[2]) return {'ACCEPTED'}";

  private static Cluster cluster;
  private static DemoClass demo;

  @BeforeAll
  static void start() {
    // Full compilation, and nobody looks at the settings that are about to be loosened.
    cluster = Cluster.start(new Cluster.Manner(4, Duration.ofHours(1)));
    demo = cluster.prepareClass();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void the_cost_of_the_promise_is_measured() {
    List<String> lines = new ArrayList<>();
    Cohort cohort =
        Cohort.join(
            demo,
            cluster.gateway(),
            CLIENTS,
            new Learner.Manners(Duration.ZERO, false, Duration.ofSeconds(1)),
            1);
    cohort.begin();
    LockSupport.parkNanos(WARM_UP.toNanos());
    for (String setting : SETTINGS) {
      sync(setting);
      LockSupport.parkNanos(SETTLING.toNanos());
      int before = cohort.acknowledgements();
      LockSupport.parkNanos(MEASURED.toNanos());
      double rate = (cohort.acknowledgements() - before) / (double) MEASURED.toSeconds();
      assertThat(rate).isPositive();
      lines.add("%-9s answers %6.0f/s".formatted(setting, rate));
    }
    sync("always");
    cohort.finish(Duration.ofSeconds(30));
    for (String setting : SETTINGS) {
      sync(setting);
      lines.add("%-9s scripts %6.0f/s".formatted(setting, scripts()));
    }
    lines.forEach(line -> System.out.println("[cost] " + line));
    assertThat(cohort.learners())
        .allSatisfy(learner -> assertThat(learner.history().violations()).isEmpty());
  }

  private static void sync(String setting) {
    assertThat(cluster.redis().command("CONFIG", "SET", "appendfsync", setting)).isEqualTo("+OK");
  }

  private static double scripts() {
    var done = new LongAdder();
    List<Thread> clients = new ArrayList<>();
    long until = System.nanoTime() + SCRIPTS.toNanos();
    for (int client = 0; client < CLIENTS; client++) {
      String key = "cost-" + client + "-" + System.nanoTime();
      clients.add(Thread.ofPlatform().start(() -> call(key, until, done)));
    }
    for (Thread client : clients) {
      try {
        client.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return done.sum() / (double) SCRIPTS.toSeconds();
  }

  private static void call(String key, long until, LongAdder done) {
    String answer = "x".repeat(350);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), cluster.redis().port())) {
      socket.setTcpNoDelay(true);
      byte[] reply = new byte[64];
      for (int position = 1; System.nanoTime() < until; position++) {
        String request =
            words("EVAL", SCRIPT, "1", key, Integer.toString(position % 60 + 1), answer);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int length = socket.getInputStream().read(reply);
        if (length <= 0 || reply[0] != '*') {
          throw new IOException(new String(reply, StandardCharsets.US_ASCII));
        }
        done.increment();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String words(String... words) {
    var request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return request.toString();
  }
}
