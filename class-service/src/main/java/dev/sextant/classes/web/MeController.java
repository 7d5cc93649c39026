package dev.sextant.classes.web;

import dev.sextant.classes.Accommodation;
import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Assignment;
import dev.sextant.classes.Assignments;
import dev.sextant.classes.Exams;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.Organisations;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import dev.sextant.classes.signin.SignIn;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who the caller is and what there is to do.
@RestController
@Tag(name = "Sign-in")
class MeController {
  private final Accounts accounts;
  private final Organisations organisations;
  private final StudyClasses classes;
  private final Members members;
  private final Assignments assignments;
  private final Exams exams;
  private final SignIn signIn;
  private final Clock clock;

  MeController(
      Accounts accounts,
      Organisations organisations,
      StudyClasses classes,
      Members members,
      Assignments assignments,
      Exams exams,
      SignIn signIn,
      Clock clock) {
    this.accounts = accounts;
    this.organisations = organisations;
    this.classes = classes;
    this.members = members;
    this.assignments = assignments;
    this.exams = exams;
    this.signIn = signIn;
    this.clock = clock;
  }

  /// @param organisation null for a platform administrator
  /// @param assignments what the caller must sit and is not closed yet, in the order it opens
  record MeView(
      Person account,
      @Nullable OrganisationName organisation,
      List<MyClass> classes,
      List<MyAssignment> assignments) {
    record Person(String id, String name, String email, List<String> roles) {}

    record OrganisationName(String id, String name) {}

    record MyClass(String id, String title, List<String> courseIds, String role) {}

    /// @param title of the exam; null while the exams cannot be read, as are the three after it
    /// @param timeLimit mine, with extra time and breaks; null for none
    /// @param endsAt when it would end for me if I started now, or as soon as it opens
    /// @param attempts mine, with extra attempts; null for as many as I like
    record MyAssignment(
        String id,
        String classId,
        String examId,
        Instant opensAt,
        Instant closesAt,
        @Nullable String title,
        @Nullable Duration timeLimit,
        @Nullable Instant endsAt,
        @Nullable Integer attempts) {}
  }

  @GetMapping("/api/me")
  @Operation(summary = "Who am I, my classes, my assignments")
  MeView me(Caller caller) {
    Account account =
        accounts
            .find(caller.organisationId(), caller.accountId())
            .orElseThrow(
                () -> new Problem(CommonProblem.UNAUTHENTICATED, "Sign in again: no account."));
    var person =
        new MeView.Person(
            account.id(),
            account.name(),
            account.email().text(),
            signIn.holder(account).roles().stream().map(Enum::name).sorted().toList());
    String tenant = account.organisationId();
    if (tenant == null) {
      return new MeView(person, null, List.of(), List.of());
    }
    Map<String, Member> memberships = new LinkedHashMap<>();
    members.of(tenant, account.id()).forEach(m -> memberships.put(m.classId(), m));
    List<MeView.MyClass> mine = new ArrayList<>();
    List<String> studied = new ArrayList<>();
    for (StudyClass found : classes.findAll(tenant, memberships.keySet())) {
      Member member = memberships.get(found.id());
      if (member != null) {
        mine.add(
            new MeView.MyClass(found.id(), found.title(), found.courseIds(), member.role().name()));
        if (member.isLearner()) {
          studied.add(found.id());
        }
      }
    }
    return new MeView(
        person,
        organisations
            .find(tenant)
            .map(found -> new MeView.OrganisationName(found.id(), found.name()))
            .orElse(null),
        mine,
        toDo(tenant, studied, Accommodation.of(memberships.values())));
  }

  private List<MeView.MyAssignment> toDo(
      String tenant, List<String> classIds, Accommodation accommodation) {
    Instant now = clock.instant();
    Map<String, Optional<Exams.Exam>> known = new HashMap<>();
    List<MeView.MyAssignment> toDo = new ArrayList<>();
    for (Assignment found : assignments.of(tenant, classIds)) {
      if (now.isBefore(found.closesAt())) {
        Exams.Exam exam = known.computeIfAbsent(found.examId(), this::exam).orElse(null);
        Duration limit = exam == null ? null : exam.timeLimit();
        Duration mine = limit == null ? null : accommodation.applyTo(limit);
        Integer most = exam == null ? null : exam.maxAttempts();
        toDo.add(
            new MeView.MyAssignment(
                found.id(),
                found.classId(),
                found.examId(),
                found.opensAt(),
                found.closesAt(),
                exam == null ? null : exam.title(),
                mine,
                exam == null ? null : end(found, mine, now),
                most == null ? null : most + accommodation.extraAttempts()));
      }
    }
    return toDo;
  }

  private static Instant end(Assignment of, @Nullable Duration limit, Instant now) {
    Instant start = now.isBefore(of.opensAt()) ? of.opensAt() : now;
    Instant end = limit == null ? of.closesAt() : start.plus(limit);
    return end.isBefore(of.closesAt()) ? end : of.closesAt();
  }

  /// What there is to do is shown while the exams cannot be read, too.
  private Optional<Exams.Exam> exam(String examId) {
    try {
      return exams.find(examId);
    } catch (Problem away) {
      return Optional.empty();
    }
  }
}
