package dev.sextant.classes.web;

import dev.sextant.classes.Assignment;
import dev.sextant.classes.Assignments;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What session-service asks before staff may watch a class or give it time, and to prepare exams
/// that open soon. Other services only.
@RestController
@Hidden
class InternalController {
  private static final Duration FURTHEST = Duration.ofDays(1);
  private static final int MOST_ASSIGNMENTS = 500;
  private static final int MOST_LEARNERS = 1_000;

  private final StudyClasses classes;
  private final Assignments assignments;
  private final Members members;
  private final Clock clock;

  InternalController(StudyClasses classes, Assignments assignments, Members members, Clock clock) {
    this.classes = classes;
    this.assignments = assignments;
    this.members = members;
    this.clock = clock;
  }

  record UpcomingView(String assignmentId, String organisationId, String examId, Instant opensAt) {}

  /// The assignments that open within this time, a day at most, of all organisations.
  @GetMapping("/internal/assignments")
  List<UpcomingView> opening(@RequestParam Duration opensWithin) {
    if (opensWithin.isNegative() || opensWithin.compareTo(FURTHEST) > 0) {
      throw Problem.invalid("opensWithin", "must be PT0S to P1D, was " + opensWithin);
    }
    Instant now = clock.instant();
    return assignments.opening(now, now.plus(opensWithin), MOST_ASSIGNMENTS).stream()
        .map(a -> new UpcomingView(a.id(), a.organisationId(), a.examId(), a.opensAt()))
        .toList();
  }

  /// Learners who must sit an assignment, by account id, those behind `after`; empty at the end.
  @GetMapping("/internal/assignments/{assignmentId}/learners")
  List<String> learners(
      @PathVariable String assignmentId,
      @RequestParam String organisationId,
      @RequestParam(defaultValue = "") String after) {
    String classId =
        assignments
            .find(organisationId, assignmentId)
            .map(Assignment::classId)
            .orElseThrow(Problem::notFound);
    String last = after;
    List<Member> some;
    List<String> learners;
    do {
      some = members.list(organisationId, classId, last.isEmpty() ? null : last, MOST_LEARNERS);
      learners = some.stream().filter(Member::isLearner).map(Member::accountId).toList();
      last = some.isEmpty() ? last : some.getLast().accountId();
    } while (!some.isEmpty() && learners.isEmpty());
    return learners;
  }

  record ClassView(String classId) {}

  /// The class, if the organisation has it.
  @GetMapping("/internal/classes/{classId}")
  ClassView studyClass(@PathVariable String classId, @RequestParam String organisationId) {
    return classes
        .find(organisationId, classId)
        .map(StudyClass::id)
        .map(ClassView::new)
        .orElseThrow(Problem::notFound);
  }

  /// The class that an assignment is for, if the organisation has it.
  @GetMapping("/internal/assignments/{assignmentId}")
  ClassView assignment(@PathVariable String assignmentId, @RequestParam String organisationId) {
    return assignments
        .find(organisationId, assignmentId)
        .map(Assignment::classId)
        .map(ClassView::new)
        .orElseThrow(Problem::notFound);
  }
}
