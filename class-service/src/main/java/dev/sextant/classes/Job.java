package dev.sextant.classes;

import java.time.Instant;
import java.util.List;

/// A roster that is brought into a class in the background, and how far that is.
///
/// @param createdBy account that asked for it
/// @param replaces whoever has an external id and is not in the roster leaves the class
/// @param changed rows that made a difference, or would in a preview
/// @param removed people who left because the roster replaces and does not hold them
/// @param errors the first thousand rows that could not be done
/// @param errorCount all of them
/// @param dryRun nothing is changed, only counted
/// @param chunk the first part of the rows that is not done: where work goes on after a crash
/// @param touchedAt when it last moved
public record Job(
    String id,
    String organisationId,
    String classId,
    String createdBy,
    State state,
    boolean dryRun,
    boolean replaces,
    int done,
    int total,
    int changed,
    int removed,
    List<RowError> errors,
    int errorCount,
    int chunk,
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

  /// What became of one row, for the report.
  ///
  /// @param externalId as it was sent, or empty
  /// @param outcome `CHANGED`, `UNCHANGED`, `REMOVED` or `REFUSED`
  /// @param column empty unless refused, as are `code` and `message`
  public record RowReport(
      int line, String externalId, String outcome, String column, String code, String message) {}
}
