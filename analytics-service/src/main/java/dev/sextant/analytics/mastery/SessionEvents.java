package dev.sextant.analytics.mastery;

import dev.sextant.contracts.ExamEvent;
import java.util.List;

/// Where the events of a session can be had again when some did not come.
public interface SessionEvents {
  /// The session's events from a sequence on, in order; empty when the session is not known there.
  ///
  /// @throws dev.sextant.analytics.Unavailable when the session store cannot be reached
  List<ExamEvent> from(String sessionId, long sequence);
}
