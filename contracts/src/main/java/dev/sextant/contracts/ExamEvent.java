package dev.sextant.contracts;

import java.time.Instant;

/// Something that happened in one learner's sitting of one exam.
///
/// On Kafka it is JSON with a `type` that is the record's simple name. `(sessionId, sequence)`
/// names an event: 0 is the start, each later event of the session has the next number, and after
/// the finish come restored answers only. A redelivered event is equal to the first, so a reader
/// drops what it has counted. Fields may be added, never changed or removed.
public sealed interface ExamEvent
    permits SessionStarted, AnswerAccepted, TimeAdded, SessionFinished, AnswerRestored {
  /// The session, an opaque string.
  String sessionId();

  /// The tenant that the learner belongs to.
  String organisationId();

  /// The learner's account id; also the Kafka key.
  String learnerId();

  /// 0, 1, 2, … without gaps within the session.
  long sequence();

  /// When it happened by the clock of the session store.
  Instant at();
}
