package dev.sextant.analytics.repairs;

import dev.sextant.analytics.mastery.Answer;
import java.util.List;
import java.util.Optional;

/// All repairs there are, known to every instance.
public interface Repairs {
  /// By which answers to this version are judged; empty while its key was right.
  Optional<Repair> inForce(String questionId, int questionVersion);

  /// Of a question, oldest first, cancelled ones among them.
  List<Repair> of(String questionId);

  /// Of all questions.
  List<Repair> all();

  /// How often repairs of a course were made or cancelled.
  long changes(String courseId);

  /// Makes a repair known, or that it is cancelled, for good; when this returns this instance knows
  /// it.
  ///
  /// @throws dev.sextant.analytics.Unavailable when it cannot be written
  void publish(Repair repair);

  /// By which an answer is judged.
  default Optional<Repair> inForce(Answer answer) {
    return inForce(answer.questionId(), answer.questionVersion());
  }
}
