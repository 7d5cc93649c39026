package dev.sextant.session;

import java.util.List;

/// What became of an answer.
public sealed interface AnswerOutcome {
  /// It is durable, and so is what follows.
  record Accepted(Session session, Answer answer) implements AnswerOutcome {}

  /// The very answer had been accepted before.
  record Repeated(Session session, Answer answer) implements AnswerOutcome {}

  /// The position holds another answer, and answers of this exam stand.
  record Conflict(int position) implements AnswerOutcome {}

  /// The session asks something else.
  record WrongPosition(int expected) implements AnswerOutcome {}

  /// No more answers are taken.
  record Over(Session session) implements AnswerOutcome {}

  /// Another window holds the seat.
  record SeatTaken() implements AnswerOutcome {}

  /// The question has no such option.
  record UnknownOption(List<String> options) implements AnswerOutcome {
    public UnknownOption {
      options = List.copyOf(options);
    }
  }

  /// No such session, or not this learner's.
  record NoSession() implements AnswerOutcome {}
}
