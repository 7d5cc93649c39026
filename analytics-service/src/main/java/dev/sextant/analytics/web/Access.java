package dev.sextant.analytics.web;

import dev.sextant.analytics.classes.ClassStore;
import dev.sextant.analytics.items.QuestionStore;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who may read what. What is not the caller's does not exist for the caller.
@Component
final class Access {
  private final ClassStore classes;
  private final QuestionStore questions;

  Access(ClassStore classes, QuestionStore questions) {
    this.classes = classes;
    this.questions = questions;
  }

  /// Those who may read keys: who writes questions, of their organisation and of what all share.
  ///
  /// @throws Problem 403 for learners, 404 for a question that is not the caller's
  void needsQuestion(Caller caller, String questionId) {
    needsAuthor(caller, questions.ownerOf(questionId));
  }

  /// As for a question.
  void needsCourse(Caller caller, String courseId) {
    needsAuthor(caller, questions.ownerOfCourse(courseId));
  }

  /// Those who may change how a course measures: administrators of its owner.
  void mayCalibrate(Caller caller, String courseId) {
    needsCourse(caller, courseId);
    boolean shared =
        questions.ownerOfCourse(courseId).map(QuestionStore.Owner::organisationId).isEmpty();
    if (!caller.has(Role.PLATFORM_ADMIN) && (shared || !caller.has(Role.ORG_ADMIN))) {
      throw Problem.forbidden();
    }
  }

  /// Those who may say that a key was wrong: who writes the question. What all share is the
  /// platform's to repair, what belongs to an organisation its own.
  ///
  /// @throws Problem 403 for roles that write nothing of the kind, 404 for a question that is not
  ///   the caller's
  QuestionStore.Known mayRepair(Caller caller, String questionId) {
    caller.needs(Role.INSTRUCTOR, Role.ORG_ADMIN, Role.PLATFORM_ADMIN);
    QuestionStore.Known question = questions.find(questionId).orElseThrow(Problem::notFound);
    String owner = question.organisationId();
    if (owner == null) {
      caller.needs(Role.PLATFORM_ADMIN);
    } else if (!owner.equals(caller.organisationId())) {
      throw Problem.notFound();
    }
    return question;
  }

  /// What every read for a caller is filtered by; of who belongs to no organisation, one that there
  /// is not.
  static String tenantOf(Caller caller) {
    String organisation = caller.organisationId();
    return organisation == null ? "" : organisation;
  }

  /// Whether staff may see a session of their organisation.
  static boolean seesSession(Caller caller, @Nullable String classId) {
    return caller.has(Role.ORG_ADMIN)
        || (classId != null && caller.has(Role.INSTRUCTOR) && caller.teaches(classId));
  }

  private static void needsAuthor(Caller caller, Optional<QuestionStore.Owner> owner) {
    caller.needs(Role.INSTRUCTOR, Role.ORG_ADMIN, Role.PLATFORM_ADMIN);
    if (owner.isEmpty()) {
      throw Problem.notFound();
    }
    String organisation = owner.get().organisationId();
    if (organisation != null
        && !caller.has(Role.PLATFORM_ADMIN)
        && !organisation.equals(caller.organisationId())) {
      throw Problem.notFound();
    }
  }

  /// Whether the session's learner may read keys and explanations.
  static boolean reviewOpen(SessionReading session) {
    return switch (session.feedback()) {
      case "IMMEDIATE" -> true;
      case "AT_END" -> session.result().finishedAt() != null;
      default -> false;
    };
  }

  /// True for the learner, false for staff.
  ///
  /// @throws Problem 404 for everybody else
  boolean isOwner(Caller caller, SessionReading session) {
    if (session.learnerId().equals(caller.accountId())
        && session.organisationId().equals(caller.organisationId())) {
      return true;
    }
    boolean sameTenant = session.organisationId().equals(caller.organisationId());
    if (sameTenant && seesSession(caller, session.classId())) {
      return false;
    }
    throw Problem.notFound();
  }

  /// @throws Problem 403 for learners, 404 for a class that is not the caller's
  void needsClass(Caller caller, String classId) {
    if (!caller.has(Role.INSTRUCTOR) && !caller.has(Role.ORG_ADMIN)) {
      throw Problem.forbidden();
    }
    boolean may = caller.has(Role.ORG_ADMIN) || caller.teaches(classId);
    if (!may || !classes.has(tenantOf(caller), classId)) {
      throw Problem.notFound();
    }
  }

  /// @throws Problem 404 when the learner is neither the caller nor one that the caller teaches or
  ///   administers
  void needsLearner(Caller caller, String learnerId) {
    if (learnerId.equals(caller.accountId())) {
      return;
    }
    String organisation = tenantOf(caller);
    boolean teaches =
        caller.has(Role.INSTRUCTOR) && classes.learnsIn(organisation, learnerId, caller.classes());
    boolean admin = caller.has(Role.ORG_ADMIN) && classes.learnsAt(organisation, learnerId);
    if (!teaches && !admin) {
      throw Problem.notFound();
    }
  }
}
