package dev.sextant.question.importing;

import dev.sextant.question.Course;
import dev.sextant.question.Courses;
import dev.sextant.question.Exam;
import dev.sextant.question.Exams;
import dev.sextant.question.Flaw;
import dev.sextant.question.PoolUpkeep;
import dev.sextant.question.Question;
import dev.sextant.question.Questions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Brings in a whole course with published questions and exams, once.
///
/// The course is written last but for its pool, so a course that is there is whole. A process that
/// ends in the middle, or two that start together, do no harm: all ids come from the files, and
/// what is there is left as it is.
public final class CourseImport {
  private final Courses courses;
  private final Questions questions;
  private final Exams exams;
  private final PoolUpkeep pools;

  public CourseImport(Courses courses, Questions questions, Exams exams, PoolUpkeep pools) {
    this.courses = courses;
    this.questions = questions;
    this.exams = exams;
    this.pools = pools;
  }

  /// What forbids to bring this in; empty when nothing does.
  public static List<Fault> faults(Course course, Imported imported, List<Exam> itsExams) {
    List<Fault> faults = new ArrayList<>(imported.faults());
    for (Flaw flaw : course.flaws()) {
      faults.add(new Fault("course.yaml", course.id(), flaw.pointer() + " " + flaw.message()));
    }
    for (Incoming incoming : imported.questions()) {
      for (Flaw flaw : incoming.content().flaws(course)) {
        faults.add(
            new Fault(incoming.place(), incoming.id(), flaw.pointer() + " " + flaw.message()));
      }
    }
    for (Exam exam : itsExams) {
      for (Flaw flaw : exam.flaws(course)) {
        faults.add(new Fault("course.yaml", exam.id(), flaw.pointer() + " " + flaw.message()));
      }
    }
    return faults;
  }

  /// Brings the course in when it is absent; says whether it did.
  public boolean loadIfAbsent(Course course, Imported imported, List<Exam> itsExams, Instant now) {
    if (courses.find(course.id()).isPresent()) {
      return false;
    }
    questions.addAbsent(
        imported.questions().stream()
            .map(q -> Question.published(q.id(), course.organisationId(), q.content(), now))
            .toList());
    for (Exam exam : itsExams) {
      exams.add(exam);
    }
    boolean first = courses.add(course);
    pools.refresh(course);
    return first;
  }
}
