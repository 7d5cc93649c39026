package dev.sextant.classes.web;

import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import org.springframework.stereotype.Component;

/// Who may see and do what with a class.
///
/// What a caller may not see is not there (404); what it sees but may not do is forbidden (403).
/// Memberships are read here and not from the token: somebody taken out of a class is out at once.
@Component
class ClassAccess {
  private final StudyClasses classes;
  private final Members members;

  ClassAccess(StudyClasses classes, Members members) {
    this.classes = classes;
    this.members = members;
  }

  /// How a caller stands to a class.
  enum Standing {
    ADMIN,
    INSTRUCTOR,
    LEARNER
  }

  /// A class that the caller sees.
  record Seen(StudyClass studyClass, Standing standing) {}

  /// The class, for its members and for administrators of the organisation.
  Seen seen(Caller caller, String classId) {
    String tenant = caller.tenant();
    StudyClass found = classes.find(tenant, classId).orElseThrow(Problem::notFound);
    if (caller.has(Role.ORG_ADMIN)) {
      return new Seen(found, Standing.ADMIN);
    }
    Member member =
        members
            .find(tenant, classId, caller.accountId())
            .filter(Member::isActive)
            .orElseThrow(Problem::notFound);
    return new Seen(found, member.isLearner() ? Standing.LEARNER : Standing.INSTRUCTOR);
  }

  /// The class, for its instructors and for administrators of the organisation.
  StudyClass taught(Caller caller, String classId) {
    Seen seen = seen(caller, classId);
    if (seen.standing() == Standing.LEARNER) {
      throw Problem.forbidden();
    }
    return seen.studyClass();
  }

  /// The class, for administrators of the organisation.
  StudyClass administered(Caller caller, String classId) {
    Seen seen = seen(caller, classId);
    if (seen.standing() != Standing.ADMIN) {
      throw Problem.forbidden();
    }
    return seen.studyClass();
  }
}
