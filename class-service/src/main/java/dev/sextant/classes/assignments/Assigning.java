package dev.sextant.classes.assignments;

import dev.sextant.classes.Assignment;
import dev.sextant.classes.Assignments;
import dev.sextant.classes.Exams;
import dev.sextant.classes.StudyClass;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Gives a class an exam to sit.
@Component
public class Assigning {
  private final Assignments assignments;
  private final Exams exams;

  public Assigning(Assignments assignments, Exams exams) {
    this.assignments = assignments;
    this.exams = exams;
  }

  /// What became of it.
  public sealed interface Outcome {
    record Assigned(Assignment assignment) implements Outcome {}

    /// The exam does not exist, or belongs to another organisation.
    record NoSuchExam() implements Outcome {}

    record ExamOfAnotherCourse(String courseId) implements Outcome {}
  }

  /// @param id of the new assignment; asking again with the same id changes nothing
  public Outcome assign(
      StudyClass to, String id, String examId, Instant opensAt, Instant closesAt, Instant now) {
    Exams.Exam exam =
        exams.find(examId).filter(found -> found.isVisibleTo(to.organisationId())).orElse(null);
    if (exam == null) {
      return new Outcome.NoSuchExam();
    }
    if (!to.courseIds().contains(exam.courseId())) {
      return new Outcome.ExamOfAnotherCourse(exam.courseId());
    }
    var assignment =
        new Assignment(id, to.organisationId(), to.id(), exam.id(), opensAt, closesAt, now);
    if (assignments.add(assignment)) {
      return new Outcome.Assigned(assignment);
    }
    return new Outcome.Assigned(assignments.find(to.organisationId(), id).orElse(assignment));
  }
}
