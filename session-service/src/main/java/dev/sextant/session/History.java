package dev.sextant.session;

import java.util.ArrayList;
import java.util.List;

/// What the choice of the next question needs to know of a session.
///
/// @param answered right or wrong, in the order asked
public record History(
    SessionId sessionId,
    String learnerId,
    String organisationId,
    Exam exam,
    long poolRevision,
    List<Graded> answered) {

  public History {
    answered = List.copyOf(answered);
  }

  /// The history after one more answer.
  public History plus(QuestionRef question, boolean correct) {
    var more = new ArrayList<>(answered);
    more.add(new Graded(question, correct));
    return new History(sessionId, learnerId, organisationId, exam, poolRevision, more);
  }

  /// One answer.
  public record Graded(QuestionRef question, boolean correct) {}
}
