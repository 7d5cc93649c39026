package dev.sextant.analytics.web;

import dev.sextant.analytics.Job;
import dev.sextant.analytics.Jobs;
import dev.sextant.analytics.Unavailable;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Ids;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Runs jobs one after the other, so that they leave the processors to those who sit exams.
///
/// A running job says every five seconds that it lives. One that has not for a minute ended with
/// its instance, and is shown as failed.
@Component
final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final Duration DEAD_AFTER = Duration.ofMinutes(1);

  private final Jobs jobs;
  private final Clock clock = Clock.systemUTC();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("jobs").unstarted(task));
  private final Map<String, Job> running = new ConcurrentHashMap<>();

  JobRunner(Jobs jobs) {
    this.jobs = jobs;
  }

  /// The work of a job: takes how to tell progress, gives the result.
  interface Work {
    Map<String, Object> run(BiConsumer<Integer, Integer> progress);
  }

  /// Begins a job.
  ///
  /// @throws Problem 409 when one of its kind about the same subject runs already
  Job begin(String kind, String subject, @Nullable String organisationId, Work work) {
    if (list(kind, subject).stream().anyMatch(job -> job.state().equals("RUNNING"))) {
      throw new Problem(CommonProblem.CONFLICT, "One is running already: wait until it is done.");
    }
    Job job = Job.begun(Ids.next(), kind, subject, organisationId, clock.instant());
    jobs.keep(job);
    running.put(job.id(), job);
    worker.execute(() -> run(job.id(), work));
    return job;
  }

  private void run(String id, Work work) {
    try {
      Map<String, Object> result = work.run((done, total) -> progressed(id, done, total));
      end(id, result, null);
    } catch (IllegalArgumentException | Unavailable e) {
      end(id, null, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.atError().setMessage("job failed").addKeyValue("job", id).setCause(e).log();
      end(id, null, "It failed; the log of analytics-service says why, under the job's id.");
    }
  }

  private void progressed(String id, int done, int total) {
    running.computeIfPresent(id, (key, job) -> job.progressed(done, total, clock.instant()));
    beat();
  }

  private void end(String id, @Nullable Map<String, Object> result, @Nullable String why) {
    Job job = running.remove(id);
    if (job != null) {
      Instant now = clock.instant();
      jobs.keep(result != null ? job.finished(result, now) : job.failed(String.valueOf(why), now));
    }
  }

  @Scheduled(fixedDelayString = "PT5S")
  void beat() {
    try {
      for (String id : running.keySet()) {
        running.computeIfPresent(
            id,
            (key, job) -> {
              Job alive = job.progressed(job.done(), job.total(), clock.instant());
              jobs.keep(alive);
              return alive;
            });
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setMessage("job state not kept").setCause(e).log();
    }
  }

  /// @throws Problem 404 when there is none
  Job find(String kind, String subject, String id) {
    return jobs.find(id)
        .filter(job -> job.kind().equals(kind) && job.subject().equals(subject))
        .map(this::asItIs)
        .orElseThrow(Problem::notFound);
  }

  /// Newest first.
  List<Job> list(String kind, String subject) {
    return jobs.of(kind, subject).stream().map(this::asItIs).toList();
  }

  Page<Job> page(String kind, String subject) {
    return new Page<>(list(kind, subject), null);
  }

  private Job asItIs(Job job) {
    Instant now = clock.instant();
    return job.state().equals("RUNNING") && job.at().plus(DEAD_AFTER).isBefore(now)
        ? job.failed("The instance that ran it ended: start it again.", job.at())
        : job;
  }

  @PreDestroy
  void stop() {
    worker.shutdownNow();
  }
}
