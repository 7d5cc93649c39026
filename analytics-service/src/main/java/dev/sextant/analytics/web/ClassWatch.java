package dev.sextant.analytics.web;

import dev.sextant.analytics.classes.ClassMastery;
import dev.sextant.analytics.results.Readings.MasteryReading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// One open page that watches a class: sends its learners' lines as they change.
///
/// A slow page slows nobody: it has its own virtual thread, and of each learner only the newest
/// line waits. A comment every few seconds keeps proxies from closing the line and finds pages that
/// are gone. Who is in the class is looked up again from time to time.
final class ClassWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClassWatch.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration MEMBERS_FRESH = Duration.ofSeconds(30);

  private final SseEmitter emitter;
  private final String courseId;
  private final Supplier<Set<String>> members;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, MasteryReading> waiting = new LinkedHashMap<>();
  private volatile boolean over;
  private volatile Set<String> known;

  ClassWatch(SseEmitter emitter, String courseId, Supplier<Set<String>> members) {
    this.emitter = emitter;
    this.courseId = courseId;
    this.members = members;
    this.known = members.get();
  }

  /// Takes a change at once; it is sent when its turn comes.
  void offer(MasteryReading reading) {
    if (over || !reading.courseId().equals(courseId) || !known.contains(reading.learnerId())) {
      return;
    }
    lock.lock();
    try {
      waiting.put(reading.learnerId(), reading);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    over = true;
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Sends until the page is gone or the time is over.
  void run() {
    long lookAgain = System.nanoTime() + MEMBERS_FRESH.toNanos();
    try {
      emitter.send(SseEmitter.event().comment("watching"));
      while (!over) {
        List<MasteryReading> changes = take();
        if (changes.isEmpty()) {
          emitter.send(SseEmitter.event().comment("still watching"));
        }
        for (MasteryReading change : changes) {
          emitter.send(
              SseEmitter.event()
                  .id(change.learnerId() + ":" + change.version())
                  .name("learner")
                  .data(ClassMastery.row(change)));
        }
        if (System.nanoTime() >= lookAgain) {
          known = members.get();
          lookAgain = System.nanoTime() + MEMBERS_FRESH.toNanos();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException e) {
      // The page is gone.
    } catch (RuntimeException e) {
      // The page connects again and is told then what is wrong.
      LOG.atWarn().setMessage("watch ended").addKeyValue("why", e.getClass().getSimpleName()).log();
    }
    try {
      emitter.complete();
    } catch (RuntimeException e) {
      // The container had ended it already.
    }
  }

  /// What changed, or nothing after a heartbeat's time.
  private List<MasteryReading> take() throws InterruptedException {
    lock.lock();
    try {
      long left = HEARTBEAT.toNanos();
      while (waiting.isEmpty() && !over && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<MasteryReading> all = new ArrayList<>(waiting.values());
      waiting.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }
}
