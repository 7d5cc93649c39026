package dev.sextant.analytics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Work that takes longer than a request.
///
/// @param kind such as `CALIBRATION`
/// @param subject id of what it is about
/// @param organisationId of who asked; null for a platform administrator
/// @param state `RUNNING`, `DONE` or `FAILED`
/// @param done of `total`, in the unit of the kind
/// @param errors why it failed, in words
/// @param result what came of it, as JSON
public record Job(
    String id,
    String kind,
    String subject,
    @Nullable String organisationId,
    String state,
    long done,
    long total,
    List<String> errors,
    Instant createdAt,
    Instant at,
    @Nullable Instant finishedAt,
    @Nullable Map<String, Object> result) {
  public Job {
    errors = List.copyOf(errors);
  }

  /// One that begins now.
  public static Job begun(
      String id, String kind, String subject, @Nullable String organisationId, Instant now) {
    return new Job(
        id, kind, subject, organisationId, "RUNNING", 0, 0, List.of(), now, now, null, null);
  }

  /// So far.
  public Job progressed(long soFar, long of, Instant now) {
    return new Job(
        id, kind, subject, organisationId, state, soFar, of, errors, createdAt, now, null, null);
  }

  /// It came to its end.
  public Job finished(Map<String, Object> outcome, Instant now) {
    return new Job(
        id,
        kind,
        subject,
        organisationId,
        "DONE",
        total,
        total,
        errors,
        createdAt,
        now,
        now,
        outcome);
  }

  /// It could not be done.
  public Job failed(String why, Instant now) {
    return new Job(
        id,
        kind,
        subject,
        organisationId,
        "FAILED",
        done,
        total,
        List.of(why),
        createdAt,
        now,
        now,
        null);
  }
}
