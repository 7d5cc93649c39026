package dev.sextant.systemtests.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Carries out a schedule, and starts again what ends by itself.
final class Chaos {
  private static final Duration SUPERVISION = Duration.ofSeconds(2);

  private Chaos() {}

  /// Runs all faults and returns when the last is over and everything is ready again.
  static void run(Cluster cluster, List<Fault> schedule, Duration length) {
    long began = System.nanoTime();
    Thread supervisor = Thread.ofVirtual().start(() -> supervise(cluster));
    List<Thread> under = new ArrayList<>();
    try {
      for (Fault fault : schedule) {
        sleepUntil(began + fault.at().toNanos());
        System.out.println("[faults] " + fault);
        under.add(Thread.ofVirtual().start(() -> suffer(cluster, fault)));
      }
      for (Thread thread : under) {
        thread.join();
      }
      sleepUntil(began + length.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      supervisor.interrupt();
      cluster.heal();
    }
  }

  private static void suffer(Cluster cluster, Fault fault) {
    try {
      fault.begin(cluster);
      LockSupport.parkNanos(fault.lasts().toNanos());
    } finally {
      fault.end(cluster);
    }
  }

  private static void supervise(Cluster cluster) {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(SUPERVISION.toNanos());
      cluster.children().forEach(name -> cluster.child(name).startIfWanted());
    }
  }

  private static void sleepUntil(long nanos) {
    for (long rest = nanos - System.nanoTime(); rest > 0; rest = nanos - System.nanoTime()) {
      LockSupport.parkNanos(rest);
    }
  }
}
