package dev.sextant.analytics.streams;

import com.mongodb.MongoException;
import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.UnknownPool;
import dev.sextant.analytics.repairs.Repair;
import dev.sextant.analytics.repairs.RepairRuns;
import dev.sextant.analytics.repairs.RepairedHistory;
import dev.sextant.analytics.repairs.Repairs;
import dev.sextant.analytics.repairs.Replaying;
import dev.sextant.analytics.results.ReadingLog;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.servicekit.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Keeps results by repaired keys beside those there were: of sessions that are over when a key is
/// repaired, and of those that go on or follow.
///
/// A run that ended with its instance is another's after a while; one that is carried out twice
/// says the same twice.
@Component
final class Repairing {
  private static final Logger LOG = LoggerFactory.getLogger(Repairing.class);

  /// By then every instance has heard of a repair, so that none writes what it was before.
  private static final Duration HEARD_AFTER = Duration.ofSeconds(1);

  private static final Duration LEASE = Duration.ofMinutes(1);

  private final Repairs repairs;
  private final RepairRuns runs;
  private final Replaying replaying;
  private final ReadingStore store;
  private final ReadingLog log;
  private final Clock clock = Clock.systemUTC();
  private final String instance = Ids.next();

  Repairing(
      Repairs repairs, RepairRuns runs, Replaying replaying, ReadingStore store, ReadingLog log) {
    this.repairs = repairs;
    this.runs = runs;
    this.replaying = replaying;
    this.store = store;
    this.log = log;
  }

  private record Learner(String learnerId, String courseId) {}

  /// Computes again what new documents move of learners whom a repair concerns.
  void after(List<Reading> readings) {
    Set<Learner> moved = new LinkedHashSet<>();
    for (Reading reading : readings) {
      if (reading instanceof SessionReading session && concerns(session)) {
        moved.add(new Learner(session.learnerId(), session.result().courseId()));
      }
    }
    moved.forEach(this::repair);
  }

  /// Whether the documents of this learner give way to repaired ones.
  boolean concerns(String learnerId, String courseId) {
    return repairs.changes(courseId) > 0 && store.isRepaired(learnerId, courseId);
  }

  private boolean concerns(SessionReading session) {
    String courseId = session.result().courseId();
    return repairs.changes(courseId) > 0
        && (session.answers().stream().anyMatch(answer -> repairs.inForce(answer).isPresent())
            || store.isRepaired(session.learnerId(), courseId));
  }

  private void repair(Learner learner) {
    RepairedHistory history =
        replaying.of(
            store.sessions(null, learner.learnerId(), learner.courseId()),
            repairs::inForce,
            repairs.changes(learner.courseId()));
    history.sessions().forEach(log::append);
    if (history.mastery() != null) {
      log.append(history.mastery());
    }
  }

  @Scheduled(fixedDelayString = "PT1S")
  void follow() {
    try {
      List<Repair> all = repairs.all();
      Set<String> done =
          all.isEmpty() ? Set.of() : runs.done(all.stream().map(RepairRuns::of).toList());
      for (Repair repair : all) {
        String run = RepairRuns.of(repair);
        Instant said = repair.cancelledAt() == null ? repair.at() : repair.cancelledAt();
        Instant now = clock.instant();
        if (said.plus(HEARD_AFTER).isBefore(now)
            && !done.contains(run)
            && runs.take(run, instance, now, now.plus(LEASE))) {
          carryOut(repair, run);
        }
      }
    } catch (MongoException | Unavailable | UnknownPool e) {
      LOG.atWarn().setMessage("repair not carried out yet").setCause(e).log();
    }
  }

  private void carryOut(Repair repair, String run) {
    Set<Learner> learners = new LinkedHashSet<>();
    store.sessionsWith(
        repair.questionId(),
        repair.questionVersion(),
        null,
        session -> learners.add(new Learner(session.learnerId(), repair.courseId())));
    for (Learner learner : learners) {
      repair(learner);
      Instant now = clock.instant();
      if (!runs.take(run, instance, now, now.plus(LEASE))) {
        return;
      }
    }
    runs.done(run);
    LOG.atInfo()
        .setMessage("repair carried out")
        .addKeyValue("run", run)
        .addKeyValue("learners", learners.size())
        .log();
  }
}
