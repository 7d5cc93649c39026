package dev.sextant.question;

import dev.sextant.question.Saved.Done;
import dev.sextant.question.Saved.Impossible;
import dev.sextant.question.Saved.KeyReused;
import dev.sextant.question.Saved.NotThere;
import dev.sextant.question.Saved.Repeated;
import dev.sextant.question.Saved.Stale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What authors do with courses and exam definitions.
public final class CourseDesk {
  private final Courses courses;
  private final Exams exams;
  private final PoolUpkeep pools;

  public CourseDesk(Courses courses, Exams exams, PoolUpkeep pools) {
    this.courses = courses;
    this.exams = exams;
    this.pools = pools;
  }

  /// A course that this person sees.
  public Optional<Course> course(Author author, String courseId) {
    return courses.find(author, courseId);
  }

  /// An exam that this person sees.
  public Optional<Exam> exam(Author author, String examId) {
    return exams.find(author, examId);
  }

  /// Opens a course. The same id with the same content is the same request again.
  public Saved<Course> open(Author author, Course course) {
    List<Flaw> flaws = course.flaws();
    if (!flaws.isEmpty()) {
      return new Impossible<>(flaws);
    }
    if (courses.add(course)) {
      pools.refresh(course);
      return new Done<>(course);
    }
    return course(author, course.id())
        .filter(there -> author.writes(there.organisationId()))
        .filter(
            there ->
                there.revision() > 1
                    || (there.title().equals(course.title())
                        && there.domains().equals(course.domains())))
        .<Saved<Course>>map(Repeated::new)
        .orElseGet(KeyReused::new);
  }

  /// Gives a course another title or other domains.
  public Saved<Course> edit(
      Author author,
      String courseId,
      long revision,
      String title,
      List<Course.Domain> domains,
      Instant now) {
    Course before = course(author, courseId).orElse(null);
    if (before == null || !author.writes(before.organisationId())) {
      return new NotThere<>();
    }
    if (before.revision() != revision) {
      return new Stale<>(before.revision());
    }
    Course after = before.edited(title, domains, now);
    List<Flaw> flaws = new ArrayList<>(after.flaws());
    flaws.addAll(after.flawsAfter(before));
    if (!flaws.isEmpty()) {
      return new Impossible<>(flaws);
    }
    if (!courses.replace(after)) {
      return new Stale<>(course(author, courseId).map(Course::revision).orElse(0L));
    }
    pools.refresh(after);
    return new Done<>(after);
  }

  /// Defines an exam on a course that the author sees. The same id with the same content is the
  /// same request again.
  public Saved<Exam> define(Author author, Exam exam) {
    Course course = course(author, exam.courseId()).orElse(null);
    if (course == null) {
      return new Impossible<>(
          List.of(new Flaw("/courseId", "must be a course that you see, was " + exam.courseId())));
    }
    List<Flaw> flaws = exam.flaws(course);
    if (!flaws.isEmpty()) {
      return new Impossible<>(flaws);
    }
    if (exams.add(exam)) {
      return new Done<>(exam);
    }
    return exam(author, exam.id())
        .filter(there -> author.writes(there.organisationId()))
        .filter(
            there ->
                there.revision() > 1
                    || there
                        .following(there, there.changedAt())
                        .equals(exam.following(there, there.changedAt())))
        .<Saved<Exam>>map(Repeated::new)
        .orElseGet(KeyReused::new);
  }

  /// Gives an exam another definition; sittings that run keep theirs.
  public Saved<Exam> redefine(
      Author author, String examId, long revision, Exam definition, Instant now) {
    Exam before = exam(author, examId).orElse(null);
    if (before == null || !author.writes(before.organisationId())) {
      return new NotThere<>();
    }
    if (before.revision() != revision) {
      return new Stale<>(before.revision());
    }
    if (!definition.courseId().equals(before.courseId())) {
      return new Impossible<>(List.of(new Flaw("/courseId", "must stay " + before.courseId())));
    }
    Exam after = definition.following(before, now);
    Course course = course(author, before.courseId()).orElse(null);
    List<Flaw> flaws = course == null ? List.of() : after.flaws(course);
    if (!flaws.isEmpty()) {
      return new Impossible<>(flaws);
    }
    return exams.replace(after)
        ? new Done<>(after)
        : new Stale<>(exam(author, examId).map(Exam::revision).orElse(0L));
  }
}
