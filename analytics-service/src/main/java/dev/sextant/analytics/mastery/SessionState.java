package dev.sextant.analytics.mastery;

import dev.sextant.analytics.Belief;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the events of one session add up to.
///
/// @param sequence of the last event that is counted; all before it are
/// @param prior what was believed when the session began
/// @param belief what is believed after the answers so far
/// @param answers in the order of their positions, one a position
/// @param parked events that came before one that is missing
public record SessionState(
    SessionStarted started,
    long sequence,
    Instant at,
    Belief prior,
    Belief belief,
    List<Answer> answers,
    @Nullable SessionFinished finished,
    List<ExamEvent> parked) {

  public SessionState {
    answers = List.copyOf(answers);
    parked = List.copyOf(parked);
  }

  /// True when nothing more will come and nothing is missing.
  public boolean isFinal() {
    return finished != null && parked.isEmpty() && answers.size() == finished.answered();
  }
}
