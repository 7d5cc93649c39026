package dev.sextant.classes;

import java.time.Instant;
import java.util.List;

/// A long piece of work and how far it is.
///
/// @param createdBy account that asked for it
/// @param changed rows that made a difference, or would in a preview
/// @param errors the first thousand rows that could not be done
/// @param errorCount all of them
/// @param dryRun nothing is changed, only counted
/// @param touchedAt when it last moved; a running job that has not for long has died
public record Job(
    String id,
    String organisationId,
    String createdBy,
    State state,
    boolean dryRun,
    int done,
    int total,
    int changed,
    List<RowError> errors,
    int errorCount,
    Instant createdAt,
    Instant touchedAt) {

  /// Errors kept with a job.
  public static final int MAX_ERRORS = 1000;

  public Job {
    errors = List.copyOf(errors);
  }

  /// Where a job stands. `COMPLETED` also when some rows could not be done; `FAILED` when it ended
  /// before all rows were tried.
  public enum State {
    RUNNING,
    COMPLETED,
    FAILED
  }

  /// One row that could not be done.
  ///
  /// @param line 1 for the first line of a file, or for the first member of a JSON list
  /// @param column the field's name
  /// @param code stable, kebab-case
  public record RowError(int line, String column, String code, String message) {}

  public Job failed(Instant now) {
    return new Job(
        id,
        organisationId,
        createdBy,
        State.FAILED,
        dryRun,
        done,
        total,
        changed,
        errors,
        errorCount,
        createdAt,
        now);
  }
}
