package dev.sextant.classes.assignments;

import dev.sextant.classes.Accommodation;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Assignment;
import dev.sextant.classes.Assignments;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Says whether a learner may sit an exam, for which class, when, and with how much extra time.
///
/// Says when the assignment opens and closes; that it is respected is session-service's work,
/// because its clock is the one an exam runs by.
@Component
public class Admissions {
  private final Accounts accounts;
  private final Members members;
  private final StudyClasses classes;
  private final Assignments assignments;

  public Admissions(
      Accounts accounts, Members members, StudyClasses classes, Assignments assignments) {
    this.accounts = accounts;
    this.members = members;
    this.classes = classes;
    this.assignments = assignments;
  }

  /// A learner may sit the exam.
  ///
  /// @param assignment null when the learner sits it because the class has its course
  public record Admission(
      String organisationId,
      String classId,
      @Nullable Assignment assignment,
      Accommodation accommodation) {}

  /// @param assignmentId the assignment the learner names; null for any that is open, else any
  ///   running class that has the course
  public Optional<Admission> find(
      String learnerId,
      String examId,
      String courseId,
      @Nullable String assignmentId,
      Instant now) {
    String tenant = accounts.tenantOf(learnerId).orElse(null);
    if (tenant == null) {
      return Optional.empty();
    }
    List<Member> all = members.of(tenant, learnerId);
    Accommodation accommodation = Accommodation.of(all);
    Map<String, Member> memberships = new LinkedHashMap<>();
    for (Member member : all) {
      if (member.isLearner()) {
        memberships.put(member.classId(), member);
      }
    }
    if (memberships.isEmpty()) {
      return Optional.empty();
    }
    if (assignmentId != null) {
      return assignments
          .find(tenant, assignmentId)
          .filter(assignment -> assignment.examId().equals(examId))
          .filter(assignment -> memberships.containsKey(assignment.classId()))
          .map(found -> new Admission(tenant, found.classId(), found, accommodation));
    }
    Optional<Assignment> open =
        assignments.of(tenant, memberships.keySet()).stream()
            .filter(assignment -> assignment.examId().equals(examId) && assignment.isOpen(now))
            .min(Comparator.comparing(Assignment::closesAt).thenComparing(Assignment::id));
    if (open.isPresent()) {
      return open.map(found -> new Admission(tenant, found.classId(), found, accommodation));
    }
    return classes.findAll(tenant, memberships.keySet()).stream()
        .filter(studied -> studied.courseIds().contains(courseId) && studied.isRunning(now))
        .min(Comparator.comparing(StudyClass::endsOn).reversed().thenComparing(StudyClass::id))
        .map(studied -> new Admission(tenant, studied.id(), null, accommodation));
  }
}
