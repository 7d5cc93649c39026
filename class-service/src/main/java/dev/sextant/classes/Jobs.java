package dev.sextant.classes;

import dev.sextant.classes.Job.RowReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The jobs of each organisation, their rows, and who is at work on them.
///
/// A job is held by one process at a time, for as long as its lease lasts. A process that died
/// renews nothing, so another takes the job over where the last report stands.
public interface Jobs {
  Optional<Job> find(String organisationId, String jobId);

  /// Stores a new job for whoever takes it first. Its rows are there by then.
  void add(Job job);

  /// Takes the oldest running job that nobody holds and that has not been taken too often without
  /// moving.
  ///
  /// @param most how often a job may be taken without moving
  Optional<Job> take(String holder, int most, Instant now, Instant leaseUntil);

  /// Stores how far a job is and renews the lease; false when somebody else holds it by now.
  boolean save(Job job, String holder, Instant leaseUntil);

  /// Lets a job go, for whoever takes it after `from`.
  void letGo(Job job, String holder, Instant from);

  /// Marks jobs as failed that were taken too often without moving, and says how many.
  int giveUp(int most, Instant now);

  /// Keeps a part of a job's rows until `forgetRows`. They may hold passwords: kept sealed.
  void addRows(Job job, int chunk, List<RosterRow> rows);

  /// A part of a job's rows; empty after the last.
  List<RosterRow> rows(Job job, int chunk);

  void forgetRows(Job job);

  /// Keeps what became of a part of the rows; the part a second time replaces it.
  void report(Job job, int chunk, List<RowReport> lines);

  /// Takes a person out of the reports, and says out of how many.
  long erase(String organisationId, String externalId);

  /// What became of all rows so far, in the order of their lines.
  List<RowReport> report(Job job);
}
