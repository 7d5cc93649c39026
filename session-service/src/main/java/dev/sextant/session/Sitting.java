package dev.sextant.session;

import java.util.ArrayList;
import java.util.List;

/// What the choice of the next question needs to know of a session.
///
/// @param answered right or wrong, in the order asked
public record Sitting(
    SessionId sessionId,
    String learnerId,
    String organisationId,
    Exam exam,
    long poolRevision,
    List<Graded> answered) {

  public Sitting {
    answered = List.copyOf(answered);
  }

  /// The sitting after one more answer.
  public Sitting plus(QuestionRef question, boolean correct) {
    var more = new ArrayList<>(answered);
    more.add(new Graded(question, correct));
    return new Sitting(sessionId, learnerId, organisationId, exam, poolRevision, more);
  }

  /// One answer.
  public record Graded(QuestionRef question, boolean correct) {}
}
