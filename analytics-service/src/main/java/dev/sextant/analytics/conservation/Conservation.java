package dev.sextant.analytics.conservation;

import dev.sextant.analytics.conservation.SessionCounters.Counts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Accepted = stored = counted: the balance of answers over the whole system.
///
/// The two sides are read one after the other, accepted first: an answer that comes in between may
/// show as `surplus` for a moment, and one that is under way as `missing`. What stays is a fault.
///
/// @param accepted positions that session-service gave a receipt for; null for a reader who may see
///   one organisation alone, as are all that cannot be told apart by organisation
/// @param inOutbox accepted, and not in Kafka yet
/// @param published answers in Kafka, those that were replaced included
/// @param inAnalytics positions that hold an answer in the results
/// @param missing accepted, neither in the outbox nor counted
/// @param surplus counted and never accepted
/// @param deadLetters records that could not be read or can never count
/// @param sessionsWithGaps sessions of which an event before the last one is missing
public record Conservation(
    @Nullable Long accepted,
    @Nullable Long inOutbox,
    @Nullable Long published,
    long inAnalytics,
    @Nullable Long missing,
    @Nullable Long surplus,
    @Nullable Long deadLetters,
    long sessionsWithGaps,
    Instant checkedAt) {

  /// The balance of the whole installation.
  public static Conservation of(SessionCounters sessions, Ledger ledger, Instant now) {
    Counts counts = sessions.now();
    long counted = ledger.answers(null);
    return new Conservation(
        counts.accepted(),
        counts.inOutbox(),
        counts.published(),
        counted,
        Math.max(0, counts.accepted() - counts.inOutbox() - counted),
        Math.max(0, counted - counts.accepted()),
        ledger.deadLetters(),
        ledger.sessionsWithGaps(null),
        now);
  }

  /// What can be said of one organisation.
  public static Conservation of(String organisationId, Ledger ledger, Instant now) {
    return new Conservation(
        null,
        null,
        null,
        ledger.answers(organisationId),
        null,
        null,
        null,
        ledger.sessionsWithGaps(organisationId),
        now);
  }
}
