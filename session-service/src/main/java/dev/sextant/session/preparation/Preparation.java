package dev.sextant.session.preparation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.session.ClassDirectory;
import dev.sextant.session.PartAway;
import dev.sextant.session.SessionCommands;
import dev.sextant.session.UpcomingExam;
import dev.sextant.session.redis.Keys;
import dev.sextant.session.redis.Leases;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Prepares the exams of assignments that open soon: each instance brings definition and pool into
/// its memory, and one of them chooses the learners' first questions.
///
/// Who is not prepared starts all the same, only with more work at that moment. A second instance
/// at the same work would do no harm: a question that was chosen is not chosen again.
@Component
class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  /// A question takes some milliseconds, so that these are done long before a lease ends.
  private static final int BETWEEN_LEASES = 100;

  private final SessionCommands commands;
  private final ClassDirectory classes;
  private final Leases leases;
  private final Keys keys;
  private final PreparationSettings settings;
  private final Counter prepared;
  private final String me = UUID.randomUUID().toString();
  private final Cache<String, Boolean> done =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(2)).build();

  Preparation(
      SessionCommands commands,
      ClassDirectory classes,
      Leases leases,
      Keys keys,
      PreparationSettings settings,
      MeterRegistry meters) {
    this.commands = commands;
    this.classes = classes;
    this.leases = leases;
    this.keys = keys;
    this.settings = settings;
    // First questions chosen before the exam opened; starts that used one: sextant.questions.chosen
    // by prepared.
    this.prepared = meters.counter("sextant.sessions.prepared");
  }

  /// One look at all that opens soon.
  @Scheduled(fixedDelayString = "${sextant.preparation.every:20s}")
  void prepare() {
    try {
      for (UpcomingExam upcoming : classes.opening(settings.ahead())) {
        commands.prepare(upcoming);
        if (done.getIfPresent(upcoming.assignmentId()) == null
            && isMine()
            && hasPrepared(upcoming)) {
          done.put(upcoming.assignmentId(), true);
        }
      }
    } catch (PartAway e) {
      LOG.atInfo().setMessage("preparation waits").addKeyValue("part", e.part()).log();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isMine() {
    return leases.hold(keys.preparationLease(), me, settings.lease());
  }

  /// Whether all of the learners are; false when another instance has taken over.
  private boolean hasPrepared(UpcomingExam upcoming) throws InterruptedException {
    int count = 0;
    List<String> some = classes.learnersOf(upcoming, null);
    try (ExecutorService threads =
        Executors.newFixedThreadPool(settings.atOnce(), Thread.ofVirtual().factory())) {
      while (!some.isEmpty()) {
        for (int from = 0; from < some.size(); from += BETWEEN_LEASES) {
          if (!isMine()) {
            return false;
          }
          count +=
              prepared(
                  upcoming,
                  some.subList(from, Math.min(some.size(), from + BETWEEN_LEASES)),
                  threads);
        }
        some = classes.learnersOf(upcoming, some.getLast());
      }
    }
    LOG.atInfo()
        .setMessage("exam prepared")
        .addKeyValue("assignment", upcoming.assignmentId())
        .addKeyValue("learners", count)
        .log();
    return true;
  }

  private int prepared(UpcomingExam upcoming, List<String> learners, ExecutorService threads)
      throws InterruptedException {
    List<Future<Boolean>> all = new ArrayList<>(learners.size());
    for (String learner : learners) {
      all.add(threads.submit(() -> commands.prepare(upcoming, learner)));
    }
    int count = 0;
    @Nullable ExecutionException failed = null;
    for (Future<Boolean> one : all) {
      try {
        count += one.get() ? 1 : 0;
      } catch (ExecutionException e) {
        failed = e;
      }
    }
    prepared.increment(count);
    if (failed != null) {
      throw failed.getCause() instanceof PartAway away ? away : new IllegalStateException(failed);
    }
    return count;
  }
}
