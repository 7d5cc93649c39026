package dev.sextant.classes.enrolment;

import dev.sextant.classes.Accounts;
import dev.sextant.classes.Chance;
import dev.sextant.classes.Job;
import dev.sextant.classes.Job.RowError;
import dev.sextant.classes.Job.State;
import dev.sextant.classes.Jobs;
import dev.sextant.classes.Members;
import dev.sextant.classes.Passwords;
import dev.sextant.classes.Places;
import dev.sextant.classes.StudyClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Runs rosters in the background and reports how far they are.
///
/// The rows live in this process only, because they may hold passwords. An import that dies with
/// its process is marked as failed by the next tidy-up, and can be sent again: rows that were done
/// change nothing.
@Component
public class RosterImport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RosterImport.class);

  /// A running import says that it lives at least this often, many times over.
  static final Duration ABANDONED_AFTER = Duration.ofMinutes(2);

  private static final Duration REPORT_EVERY = Duration.ofMillis(250);

  /// Imports at once; the rest wait, so that sign-in keeps its share of the processor.
  private static final int AT_ONCE = 2;

  private final Accounts accounts;
  private final Members members;
  private final Passwords passwords;
  private final Places places;
  private final Enrolment enrolment;
  private final Jobs jobs;
  private final Chance chance;
  private final Clock clock;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("roster-", 0).factory());

  public RosterImport(
      Accounts accounts,
      Members members,
      Passwords passwords,
      Places places,
      Enrolment enrolment,
      Jobs jobs,
      Chance chance,
      Clock clock) {
    this.accounts = accounts;
    this.members = members;
    this.passwords = passwords;
    this.places = places;
    this.enrolment = enrolment;
    this.jobs = jobs;
    this.chance = chance;
    this.clock = clock;
  }

  /// Starts an import.
  ///
  /// @param unreadable rows that could not even be read
  public Job start(
      StudyClass into,
      List<RosterRow> rows,
      List<RowError> unreadable,
      boolean dryRun,
      String askedBy) {
    Instant now = clock.instant();
    var progress =
        new Progress(chance.id(), into.organisationId(), askedBy, dryRun, rows, unreadable, now);
    Job job = progress.job(State.RUNNING, now);
    jobs.save(job);
    workers.execute(() -> run(into, rows, progress));
    return job;
  }

  /// Marks imports whose process died.
  public int failAbandoned(Instant now) {
    return jobs.failAbandoned(now.minus(ABANDONED_AFTER), now);
  }

  @Override
  public void close() {
    workers.close();
  }

  private void run(StudyClass into, List<RosterRow> rows, Progress progress) {
    try {
      var roster =
          new Roster(
              accounts, members, passwords, places, enrolment, chance, into, progress.dryRun);
      Instant reported = clock.instant();
      for (RosterRow row : rows) {
        Instant now = clock.instant();
        progress.count(roster.apply(row, now));
        if (Duration.between(reported, now).compareTo(REPORT_EVERY) >= 0) {
          jobs.save(progress.job(State.RUNNING, now));
          reported = now;
        }
      }
      jobs.save(progress.job(State.COMPLETED, clock.instant()));
      LOG.atInfo()
          .setMessage("roster applied")
          .addKeyValue("job", progress.id)
          .addKeyValue("rows", rows.size())
          .addKeyValue("changed", progress.changed)
          .addKeyValue("refused", progress.errorCount)
          .log();
    } catch (RuntimeException e) {
      LOG.atError().setMessage("roster failed").addKeyValue("job", progress.id).setCause(e).log();
      jobs.save(progress.job(State.FAILED, clock.instant()));
    }
  }

  /// Counts of a running import; used by one thread.
  private static final class Progress {
    private final String id;
    private final String organisationId;
    private final String askedBy;
    private final boolean dryRun;
    private final int total;
    private final Instant startedAt;
    private final List<RowError> errors = new ArrayList<>();
    private int errorCount;
    private int done;
    private int changed;

    Progress(
        String id,
        String organisationId,
        String askedBy,
        boolean dryRun,
        List<RosterRow> rows,
        List<RowError> unreadable,
        Instant startedAt) {
      this.id = id;
      this.organisationId = organisationId;
      this.askedBy = askedBy;
      this.dryRun = dryRun;
      this.total = rows.size() + unreadable.size();
      this.startedAt = startedAt;
      unreadable.forEach(error -> count(new Roster.Outcome.Refused(error)));
    }

    void count(Roster.Outcome outcome) {
      done++;
      switch (outcome) {
        case Roster.Outcome.Changed() -> changed++;
        case Roster.Outcome.Unchanged() -> {}
        case Roster.Outcome.Refused(var error) -> {
          errorCount++;
          if (errors.size() < Job.MAX_ERRORS) {
            errors.add(error);
          }
        }
      }
    }

    Job job(State state, Instant now) {
      return new Job(
          id,
          organisationId,
          askedBy,
          state,
          dryRun,
          done,
          total,
          changed,
          errors,
          errorCount,
          startedAt,
          now);
    }
  }
}
