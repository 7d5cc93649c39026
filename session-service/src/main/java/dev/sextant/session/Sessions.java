package dev.sextant.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sessions. Each state change is one atomic step with its events: it is whole and durable when
/// the method returns, or it is not at all.
///
/// The store's clock is the only clock: it stamps, and it says what is late. Every method throws
/// [PartAway] when the store does not answer; then the outcome is unknown, and the caller repeats.
public interface Sessions {
  /// A new id for a session of this learner.
  SessionId nextId(String learnerId);

  /// Begins a session: `Started`, `Repeated`, `Resumed`, `NotYetOpen`, `Closed`, `NoAttemptLeft` or
  /// `KeyReused`, looked at in the order repeat, live session, window, attempts.
  StartOutcome start(FreshSession fresh);

  /// The session as it is.
  Optional<Session> find(SessionId id);

  /// The session as this instance last saw it, without asking the store: it may be behind, and
  /// never shows what was not accepted.
  Optional<Session> lastKnown(SessionId id);

  /// The learner's live session of an exam.
  Optional<Session> live(String learnerId, String examId);

  /// Records an answer and what follows it: `Accepted`, `Repeated`, `Conflict`, `WrongPosition`,
  /// `SeatTaken`, `Over` or `NoSession`, looked at in the order session, repeat, state, seat, time,
  /// position. `known` may be behind the store. What comes too late for the first time is kept, and
  /// never counts.
  ///
  /// @param seat of the window that sends it; null when it has taken none
  AnswerOutcome record(Session known, GradedAnswer answer, Step step, @Nullable String seat);

  /// Puts an answer back that had been accepted and is lost, at the time of its receipt:
  /// `RESTORED`, `KNOWN`, `OTHERWISE` or `MISSING_BEFORE`. Neither deadline nor seat matter, and a
  /// session that is over stays over. What was lost of the numbers between is closed up.
  Restored restore(Session known, GradedAnswer answer, Receipt receipt, Step step);

  /// What became of an answer that was to be restored.
  enum Restored {
    /// It is durable again, and so is what follows.
    RESTORED,
    /// It, or a later one in its place, is there.
    KNOWN,
    /// The position holds another answer.
    OTHERWISE,
    /// An answer before it is missing, or `known` is behind the store.
    MISSING_BEFORE
  }

  /// Ends the session for its learner. Ending it twice changes nothing.
  ///
  /// @param seat of the window that asks; null when it has taken none
  FinishOutcome finish(Session known, @Nullable String seat);

  /// Gives a live session's seat to a window, whoever had it before; the session as it is then.
  Session takeSeat(Session known, String seat);

  /// Moves the deadline of a live session: `Added`, `Repeated`, `Over`, `Endless`, `KeyReused` or
  /// `NoSession`, looked at in the order session, repeat, state.
  TimeOutcome addTime(Session known, TimeGrant grant);

  /// Keeps signals of a live session, up to a number for each.
  SignalOutcome signal(Session known, List<Signal> signals, @Nullable String seat);

  /// Signals of a session, in the order they came.
  List<Signal> signals(SessionId id);

  /// Answers of a session that came too late, in order of position.
  List<LateAnswer> late(SessionId id);

  /// Notes that the learner's page is there. May be forgotten, and is not waited for.
  void seen(Session known);

  /// Sessions sat for a class that are live, and those that ended within about an hour.
  List<SessionProgress> ofClass(String classId);

  /// Live sessions sat for an assignment.
  List<SessionId> liveOf(String assignmentId);

  /// Ends the session if its deadline and the grace after it have passed by the store's clock; the
  /// session as it is then.
  Session timeOut(Session known);

  /// Sessions whose deadline may have passed: a hint for `timeOut`.
  List<SessionId> due(int most);

  /// The learner's sessions, the newest first, from after `before`.
  List<SessionSummary> mine(String learnerId, @Nullable Before before, int most);

  /// Events of a session as JSON, from a sequence number on, in order; empty when it has none.
  List<String> events(SessionId id, long from);

  /// A place in the list of a learner's sessions.
  record Before(Instant startedAt, SessionId id) {}
}
