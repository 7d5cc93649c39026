package dev.sextant.classes.assignments;

import dev.sextant.classes.Accommodation;
import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Assignment;
import dev.sextant.classes.Assignments;
import dev.sextant.classes.Exams;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.StudyClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Gives a class an exam to sit.
@Component
public class Assigning {
  private static final int PAGE = 200;

  private final Assignments assignments;
  private final Exams exams;
  private final Members members;
  private final Accounts accounts;

  public Assigning(Assignments assignments, Exams exams, Members members, Accounts accounts) {
    this.assignments = assignments;
    this.exams = exams;
    this.members = members;
    this.accounts = accounts;
  }

  /// What became of it.
  public sealed interface Outcome {
    record Assigned(Assignment assignment) implements Outcome {}

    /// The exam does not exist, or belongs to another organisation.
    record NoSuchExam() implements Outcome {}

    record ExamOfAnotherCourse(String courseId) implements Outcome {}

    /// The window is shorter than the exam takes.
    ///
    /// @param needed the longest that anybody needs
    /// @param hit who needs more than the window for extra time or breaks, in the order of their
    ///   names; empty when it is too short for everybody
    record WindowTooShort(Duration needed, List<Hit> hit) implements Outcome {
      public WindowTooShort {
        hit = List.copyOf(hit);
      }
    }
  }

  /// A learner who needs more time than a window has.
  public record Hit(String accountId, String name, Duration needs) {}

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
    Duration limit = exam.timeLimit();
    if (limit != null) {
      Duration window = Duration.between(opensAt, closesAt);
      if (window.compareTo(limit) < 0) {
        return new Outcome.WindowTooShort(limit, List.of());
      }
      List<Hit> hit = hit(to, limit, window);
      if (!hit.isEmpty()) {
        Duration needed = hit.stream().map(Hit::needs).max(Comparator.naturalOrder()).orElse(limit);
        return new Outcome.WindowTooShort(needed, hit);
      }
    }
    var assignment =
        new Assignment(id, to.organisationId(), to.id(), exam.id(), opensAt, closesAt, now);
    if (assignments.add(assignment)) {
      return new Outcome.Assigned(assignment);
    }
    return new Outcome.Assigned(assignments.find(to.organisationId(), id).orElse(assignment));
  }

  private List<Hit> hit(StudyClass to, Duration limit, Duration window) {
    String tenant = to.organisationId();
    List<Hit> hit = new ArrayList<>();
    String after = null;
    List<Member> some = members.list(tenant, to.id(), after, PAGE);
    while (!some.isEmpty()) {
      Map<String, Accommodation> granted = new HashMap<>();
      List<String> learners =
          some.stream().filter(Member::isLearner).map(Member::accountId).toList();
      for (Member member : members.withMoreTime(tenant, learners)) {
        granted.merge(member.accountId(), member.accommodation(), Accommodation::or);
      }
      granted.values().removeIf(extra -> extra.applyTo(limit).compareTo(window) <= 0);
      for (Account account : accounts.findAll(tenant, granted.keySet())) {
        Accommodation extra = granted.getOrDefault(account.id(), Accommodation.NONE);
        hit.add(new Hit(account.id(), account.name(), extra.applyTo(limit)));
      }
      after = some.getLast().accountId();
      some = members.list(tenant, to.id(), after, PAGE);
    }
    hit.sort(Comparator.comparing(Hit::name).thenComparing(Hit::accountId));
    return hit;
  }
}
