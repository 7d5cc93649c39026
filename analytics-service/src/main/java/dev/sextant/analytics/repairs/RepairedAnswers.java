package dev.sextant.analytics.repairs;

import dev.sextant.analytics.calibration.AnswerSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The answers of a course by the keys that are right, for calibrations: void ones are left out.
public record RepairedAnswers(AnswerSource answers, Repairs repairs) implements AnswerSource {
  @Override
  public long finishedSessions(String courseId) {
    return answers.finishedSessions(courseId);
  }

  @Override
  public void sessions(String courseId, Consumer<List<Given>> reader) {
    answers.sessions(
        courseId, session -> reader.accept(session.stream().flatMap(this::judged).toList()));
  }

  private Stream<Given> judged(Given given) {
    Optional<Repair> repair = repairs.inForce(given.questionId(), given.questionVersion());
    if (repair.isEmpty()) {
      return Stream.of(given);
    }
    return switch (repair.get().verdict(given.optionId())) {
      case VOID -> Stream.empty();
      case RIGHT -> Stream.of(with(given, true));
      case WRONG -> Stream.of(with(given, false));
    };
  }

  private static Given with(Given given, boolean correct) {
    return new Given(given.questionId(), given.questionVersion(), given.optionId(), correct);
  }
}
