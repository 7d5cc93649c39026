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
/// are gone. Who is in the class is looked up again from time to time, and soon after somebody was
/// heard of who was not in it: a learner may answer moments after joining.
final class ClassWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClassWatch.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration MEMBERS_FRESH = Duration.ofSeconds(30);

  /// How long somebody unknown waits to be looked up, with all others who come meanwhile.
  private static final Duration MEMBERS_LOOK = Duration.ofSeconds(1);

  private final SseEmitter emitter;
  private final String organisationId;
  private final String courseId;
  private final Supplier<Set<String>> members;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, MasteryReading> waiting = new LinkedHashMap<>();
  private volatile boolean over;

  ClassWatch(
      SseEmitter emitter, String organisationId, String courseId, Supplier<Set<String>> members) {
    this.emitter = emitter;
    this.organisationId = organisationId;
    this.courseId = courseId;
    this.members = members;
  }

  /// Takes a change at once; it is sent when its turn comes.
  void offer(MasteryReading reading) {
    if (over
        || !reading.courseId().equals(courseId)
        || !reading.organisationId().equals(organisationId)) {
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
    try {
      emitter.send(SseEmitter.event().comment("watching"));
      Set<String> known = members.get();
      Map<String, MasteryReading> strangers = new LinkedHashMap<>();
      long lookAt = System.nanoTime() + MEMBERS_FRESH.toNanos();
      while (!over) {
        List<MasteryReading> changes =
            take(Math.min(HEARTBEAT.toNanos(), lookAt - System.nanoTime()));
        if (changes.isEmpty() && strangers.isEmpty()) {
          emitter.send(SseEmitter.event().comment("still watching"));
        }
        for (MasteryReading change : changes) {
          if (known.contains(change.learnerId())) {
            send(change);
          } else {
            if (strangers.isEmpty()) {
              lookAt = Math.min(lookAt, System.nanoTime() + MEMBERS_LOOK.toNanos());
            }
            strangers.put(change.learnerId(), change);
          }
        }
        if (System.nanoTime() >= lookAt) {
          known = members.get();
          lookAt = System.nanoTime() + MEMBERS_FRESH.toNanos();
          for (MasteryReading change : strangers.values()) {
            if (known.contains(change.learnerId())) {
              send(change);
            }
          }
          strangers.clear();
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

  private void send(MasteryReading change) throws IOException {
    emitter.send(
        SseEmitter.event()
            .id(change.learnerId() + ":" + change.version())
            .name("learner")
            .data(ClassMastery.row(change)));
  }

  /// What changed, or nothing after so long.
  private List<MasteryReading> take(long longestNanos) throws InterruptedException {
    lock.lock();
    try {
      long left = longestNanos;
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
