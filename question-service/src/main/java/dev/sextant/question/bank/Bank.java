package dev.sextant.question.bank;

import dev.sextant.question.Course;
import dev.sextant.question.Exam;
import dev.sextant.question.importing.CourseImport;
import dev.sextant.question.importing.Fault;
import dev.sextant.question.importing.Imported;
import java.util.List;

/// A bank as it was read: a course, its exams, its questions, and what could not be read.
public record Bank(
    Course course, List<Exam> exams, List<BankQuestion> questions, List<Fault> unreadable) {

  public Bank {
    exams = List.copyOf(exams);
    questions = List.copyOf(questions);
    unreadable = List.copyOf(unreadable);
  }

  /// The questions as the service takes them in.
  public Imported imported() {
    return new Imported(
        questions.stream().map(question -> question.incoming(course.id())).toList(), unreadable);
  }

  /// All that keeps the bank from being loaded; empty when nothing does.
  public List<Fault> faults() {
    return CourseImport.faults(course, imported(), exams);
  }
}
