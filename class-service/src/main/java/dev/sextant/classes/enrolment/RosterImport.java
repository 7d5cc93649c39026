package dev.sextant.classes.enrolment;

import dev.sextant.classes.Accounts;
import dev.sextant.classes.Chance;
import dev.sextant.classes.Job;
import dev.sextant.classes.Job.RowError;
import dev.sextant.classes.Job.RowReport;
import dev.sextant.classes.Job.State;
import dev.sextant.classes.Jobs;
import dev.sextant.classes.Members;
import dev.sextant.classes.Passwords;
import dev.sextant.classes.Places;
import dev.sextant.classes.RosterRow;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Runs rosters in the background and reports how far they are.
///
/// A job is stored with its rows before it is accepted, and reports after each part of the rows.
/// Whichever process finds a job that nobody holds goes on where the last report stands: after a
/// crash that part is done again, which changes nothing where it had been done.
@Component
public class RosterImport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RosterImport.class);

  /// Rows between two reports: few enough that passwords are hashed well within the lease.
  static final int CHUNK = 100;

  /// Where rows that could not even be read are reported.
  private static final int UNREADABLE = -1;

  /// Where people are reported who left because the roster does not hold them.
  private static final int ABSENT = -2;

  /// How long a process holds a job without reporting.
  static final Duration LEASE = Duration.ofSeconds(30);

  /// After a failure, such as a database that is away.
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /// A job that was taken so often without getting on is given up.
  private static final int MOST_TRIES = 20;

  /// Imports at once; the rest wait, so that sign-in keeps its share of the processor.
  private static final int AT_ONCE = 2;

  private final Accounts accounts;
  private final Members members;
  private final StudyClasses classes;
  private final Passwords passwords;
  private final Places places;
  private final Enrolment enrolment;
  private final Jobs jobs;
  private final Chance chance;
  private final Clock clock;
  private final String self;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("roster-", 0).factory());
  private volatile boolean closing;

  public RosterImport(
      Accounts accounts,
      Members members,
      StudyClasses classes,
      Passwords passwords,
      Places places,
      Enrolment enrolment,
      Jobs jobs,
      Chance chance,
      Clock clock) {
    this.accounts = accounts;
    this.members = members;
    this.classes = classes;
    this.passwords = passwords;
    this.places = places;
    this.enrolment = enrolment;
    this.jobs = jobs;
    this.chance = chance;
    this.clock = clock;
    this.self = chance.id();
  }

  /// Stores an import, to be run soon.
  ///
  /// @param unreadable rows that could not even be read
  /// @param replaces whoever has an external id and is not in the roster leaves
  public Job start(
      StudyClass into,
      List<RosterRow> rows,
      List<RowError> unreadable,
      boolean replaces,
      boolean dryRun,
      String askedBy) {
    Instant now = clock.instant();
    var job =
        new Job(
            chance.id(),
            into.organisationId(),
            into.id(),
            askedBy,
            State.RUNNING,
            dryRun,
            replaces,
            unreadable.size(),
            rows.size() + unreadable.size(),
            0,
            0,
            unreadable.stream().limit(Job.MAX_ERRORS).toList(),
            unreadable.size(),
            0,
            now,
            now);
    for (int from = 0, chunk = 0; from < rows.size(); from += CHUNK, chunk++) {
      jobs.addRows(job, chunk, rows.subList(from, Math.min(from + CHUNK, rows.size())));
    }
    jobs.report(job, UNREADABLE, unreadable.stream().map(e -> report(e, "")).toList());
    jobs.add(job);
    work();
    return job;
  }

  /// Looks for jobs that nobody holds: new ones, and those whose process died.
  @Scheduled(fixedDelayString = "${sextant.roster.look-every:2s}")
  void work() {
    try {
      workers.execute(this::takeAll);
    } catch (RejectedExecutionException e) {
      LOG.atInfo().setMessage("rosters are left to the other processes").log();
    }
  }

  /// Marks jobs as failed that never get on.
  int giveUp(Instant now) {
    return jobs.giveUp(MOST_TRIES, now);
  }

  @Override
  public void close() {
    closing = true;
    workers.close();
  }

  private void takeAll() {
    try {
      Optional<Job> next = take();
      while (next.isPresent()) {
        run(next.get());
        next = take();
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setMessage("rosters wait").addKeyValue("reason", e.toString()).log();
    }
  }

  private Optional<Job> take() {
    Instant now = clock.instant();
    return closing ? Optional.empty() : jobs.take(self, MOST_TRIES, now, now.plus(LEASE));
  }

  private void run(Job job) {
    try {
      StudyClass into =
          classes
              .find(job.organisationId(), job.classId())
              .orElseThrow(() -> new IllegalStateException("the class is gone"));
      var roster =
          new Roster(accounts, members, passwords, places, enrolment, chance, into, job.dryRun());
      var progress = new Progress(job, roster);
      if (progress.toTheEnd()) {
        Job done = progress.job(State.COMPLETED);
        if (jobs.save(done, self, clock.instant())) {
          jobs.forgetRows(done);
          LOG.atInfo()
              .setMessage("roster applied")
              .addKeyValue("job", done.id())
              .addKeyValue("rows", done.total())
              .addKeyValue("changed", done.changed())
              .addKeyValue("removed", done.removed())
              .addKeyValue("refused", done.errorCount())
              .log();
        }
      }
    } catch (Roster.SeatsUnderWay e) {
      LOG.atInfo().setMessage("roster waits for seats").addKeyValue("job", job.id()).log();
      jobs.letGo(job, self, clock.instant().plus(PAUSE));
    } catch (RuntimeException e) {
      LOG.atError()
          .setMessage("roster failed; tried again")
          .addKeyValue("job", job.id())
          .setCause(e)
          .log();
      jobs.letGo(job, self, clock.instant().plus(PAUSE));
    }
  }

  private static RowReport report(RowError error, String externalId) {
    return new RowReport(
        error.line(), externalId, "REFUSED", error.column(), error.code(), error.message());
  }

  /// A job on its way; used by one thread.
  private final class Progress {
    private final Job from;
    private final Roster roster;
    private final List<RowError> errors;
    private int errorCount;
    private int done;
    private int changed;
    private int removed;
    private int chunk;

    Progress(Job job, Roster roster) {
      this.from = job;
      this.roster = roster;
      this.errors = new ArrayList<>(job.errors());
      this.errorCount = job.errorCount();
      this.done = job.done();
      this.changed = job.changed();
      this.removed = job.removed();
      for (chunk = 0; chunk < job.chunk(); chunk++) {
        List<RosterRow> rows = jobs.rows(job, chunk);
        if (job.dryRun()) {
          // Nothing was written, so only doing it again tells how many seats the rows so far need.
          roster.apply(rows, job.createdAt());
        } else {
          roster.remember(rows);
        }
      }
    }

    /// Whether it came to the end, and was not told to stop or overtaken by another process.
    boolean toTheEnd() {
      List<RosterRow> rows = jobs.rows(from, chunk);
      while (!rows.isEmpty()) {
        if (closing) {
          jobs.letGo(from, self, clock.instant());
          return false;
        }
        Instant now = clock.instant();
        List<Roster.Outcome> outcomes = roster.apply(rows, now);
        List<RowReport> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
          lines.add(count(rows.get(i), outcomes.get(i)));
        }
        jobs.report(from, chunk, lines);
        chunk++;
        if (!jobs.save(job(State.RUNNING), self, clock.instant().plus(LEASE))) {
          return false;
        }
        rows = jobs.rows(from, chunk);
      }
      if (from.replaces()) {
        List<String> absent = roster.takeOutTheAbsent(clock.instant());
        removed += absent.size();
        jobs.report(
            from,
            ABSENT,
            absent.stream().map(id -> new RowReport(0, id, "REMOVED", "", "", "")).toList());
      }
      return true;
    }

    private RowReport count(RosterRow row, Roster.Outcome outcome) {
      done++;
      String externalId = row.externalId() == null ? "" : row.externalId();
      return switch (outcome) {
        case Roster.Outcome.Changed() -> {
          changed++;
          yield new RowReport(row.line(), externalId, "CHANGED", "", "", "");
        }
        case Roster.Outcome.Unchanged() ->
            new RowReport(row.line(), externalId, "UNCHANGED", "", "", "");
        case Roster.Outcome.Removed() -> {
          removed++;
          yield new RowReport(row.line(), externalId, "REMOVED", "", "", "");
        }
        case Roster.Outcome.Refused(RowError error) -> {
          errorCount++;
          if (errors.size() < Job.MAX_ERRORS) {
            errors.add(error);
          }
          yield report(error, externalId);
        }
      };
    }

    Job job(State state) {
      return new Job(
          from.id(),
          from.organisationId(),
          from.classId(),
          from.createdBy(),
          state,
          from.dryRun(),
          from.replaces(),
          done,
          from.total(),
          changed,
          removed,
          errors,
          errorCount,
          chunk,
          from.createdAt(),
          clock.instant());
    }
  }
}
