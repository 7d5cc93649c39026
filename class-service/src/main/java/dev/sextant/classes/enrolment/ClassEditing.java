package dev.sextant.classes.enrolment;

import dev.sextant.classes.Accounts;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.Places;
import dev.sextant.classes.Places.Pool;
import dev.sextant.classes.Role;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Changes a class and who teaches it.
@Component
public class ClassEditing {
  private static final int PAGE = 200;

  private final StudyClasses classes;
  private final Members members;
  private final Accounts accounts;
  private final Places places;
  private final Enrolment enrolment;

  public ClassEditing(
      StudyClasses classes,
      Members members,
      Accounts accounts,
      Places places,
      Enrolment enrolment) {
    this.classes = classes;
    this.members = members;
    this.accounts = accounts;
    this.places = places;
    this.enrolment = enrolment;
  }

  /// What the class is to be like.
  public record Change(
      String title, List<String> courseIds, LocalDate startsOn, LocalDate endsOn, int seats) {
    public Change {
      courseIds = List.copyOf(courseIds);
    }
  }

  /// What became of an edit.
  public sealed interface Outcome {
    record Edited(StudyClass studyClass) implements Outcome {}

    /// Somebody else was faster; nothing was changed.
    record ChangedMeanwhile() implements Outcome {}

    record SeatsTaken() implements Outcome {}

    /// @param index in the list of instructors
    record NoSuchAccount(int index) implements Outcome {}
  }

  /// Edits a class as it was read.
  ///
  /// @param instructorIds everybody who is to teach it; null for no change
  public Outcome edit(
      StudyClass from, Change to, @Nullable List<String> instructorIds, Instant now) {
    if (instructorIds != null) {
      for (int i = 0; i < instructorIds.size(); i++) {
        if (accounts.find(from.organisationId(), instructorIds.get(i)).isEmpty()) {
          return new Outcome.NoSuchAccount(i);
        }
      }
    }
    Pool pool = Pool.ofClass(from.organisationId(), from.id());
    if (to.seats() != from.seats() && !places.resize(pool, to.seats())) {
      return new Outcome.SeatsTaken();
    }
    var edited =
        new StudyClass(
            from.id(),
            from.organisationId(),
            to.title(),
            to.courseIds(),
            to.startsOn(),
            to.endsOn(),
            to.seats(),
            from.revision() + 1,
            from.createdAt());
    if (!classes.change(edited)) {
      // Whoever was faster says how many seats there are.
      classes
          .find(from.organisationId(), from.id())
          .ifPresent(stored -> places.resize(pool, stored.seats()));
      return new Outcome.ChangedMeanwhile();
    }
    if (instructorIds != null) {
      teach(edited, new HashSet<>(instructorIds), now);
    }
    return new Outcome.Edited(edited);
  }

  private void teach(StudyClass taught, Set<String> instructorIds, Instant now) {
    for (Member member : instructors(taught)) {
      if (!instructorIds.remove(member.accountId())) {
        enrolment.leave(member, now);
      }
    }
    for (String accountId : instructorIds) {
      Member member =
          members
              .find(taught.organisationId(), taught.id(), accountId)
              .filter(Member::isActive)
              .orElse(null);
      if (member == null) {
        enrolment.enrol(taught, accountId, Role.INSTRUCTOR, null, now, () -> true);
      } else {
        enrolment.changeRole(taught, member, Role.INSTRUCTOR, now);
      }
    }
  }

  private List<Member> instructors(StudyClass of) {
    List<Member> instructors = new ArrayList<>();
    String after = null;
    List<Member> some = members.list(of.organisationId(), of.id(), after, PAGE);
    while (!some.isEmpty()) {
      some.stream().filter(member -> !member.isLearner()).forEach(instructors::add);
      after = some.getLast().accountId();
      some = members.list(of.organisationId(), of.id(), after, PAGE);
    }
    return instructors;
  }
}
