package dev.sextant.classes.web;

import dev.sextant.classes.Assignment;
import dev.sextant.classes.Assignments;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What session-service asks before staff may watch a class or give it time. Other services only.
@RestController
@Hidden
class InternalController {
  private final StudyClasses classes;
  private final Assignments assignments;

  InternalController(StudyClasses classes, Assignments assignments) {
    this.classes = classes;
    this.assignments = assignments;
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
