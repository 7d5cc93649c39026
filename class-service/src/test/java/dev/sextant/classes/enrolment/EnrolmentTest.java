package dev.sextant.classes.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.classes.CountingChance;
import dev.sextant.classes.InMemoryMembers;
import dev.sextant.classes.InMemoryPlaces;
import dev.sextant.classes.JoinCode;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.Places;
import dev.sextant.classes.Places.Pool;
import dev.sextant.classes.Role;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.enrolment.Enrolment.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant LATER = NOON.plus(Duration.ofHours(1));
  private static final int SEATS = 5;
  private static final StudyClass CLASS =
      new StudyClass(
          "class",
          "school",
          "Evening class",
          List.of("ml-interview"),
          LocalDate.of(2026, 1, 1),
          LocalDate.of(2026, 12, 31),
          SEATS,
          1,
          NOON);
  private static final JoinCode CODE =
      new JoinCode("0123456789AB", "school", "class", SEATS, LATER, NOON);

  private final InMemoryPlaces places = new InMemoryPlaces();
  private final InMemoryMembers members = new InMemoryMembers();
  private final Enrolment enrolment = new Enrolment(members, places, new CountingChance());

  @BeforeEach
  void openPools() {
    places.open(Pool.ofClass("school", "class"), SEATS);
    places.open(Pool.ofOrganisation("school"), SEATS);
    places.open(Pool.ofCode("school", CODE.code()), SEATS);
  }

  @Test
  void a_learner_takes_a_seat_of_the_class_and_of_the_organisation() {
    assertThat(enrol("ann", Role.LEARNER)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(free()).isEqualTo(SEATS - 1);
    assertThat(places.free(Pool.ofOrganisation("school"))).isEqualTo(SEATS - 1);
  }

  @Test
  void an_instructor_takes_none() {
    enrol("ann", Role.INSTRUCTOR);

    assertThat(free()).isEqualTo(SEATS);
  }

  @Test
  void nothing_is_taken_when_what_comes_first_fails() {
    assertThat(enrolment.enrol(CLASS, "ann", Role.LEARNER, CODE, NOON, () -> false))
        .isEqualTo(new Outcome.GivenUp());

    assertThat(free()).isEqualTo(SEATS);
    assertThat(places.free(Pool.ofCode("school", CODE.code()))).isEqualTo(SEATS);
  }

  @Test
  void a_full_class_takes_no_use_of_the_code() {
    for (int i = 0; i < SEATS; i++) {
      enrol("learner-" + i, Role.LEARNER);
    }

    assertThat(enrolment.enrol(CLASS, "ann", Role.LEARNER, CODE, NOON, EnrolmentTest::nothing))
        .isEqualTo(new Outcome.ClassFull());
    assertThat(places.free(Pool.ofCode("school", CODE.code()))).isEqualTo(SEATS);
  }

  @Test
  void leaving_within_thirty_days_gives_the_seat_back_and_later_does_not() {
    enrol("ann", Role.LEARNER);
    enrol("ben", Role.LEARNER);
    enrolment.leave(member("ann"), NOON.plus(Duration.ofDays(30)));
    enrolment.leave(member("ben"), NOON.plus(Duration.ofDays(30)).plusMillis(1));

    assertThat(free()).isEqualTo(SEATS - 1);
    assertThat(members.list("school", "class", null, 9)).isEmpty();
  }

  @Test
  void a_learner_who_becomes_instructor_gives_the_seat_back_and_needs_one_to_return() {
    enrol("ann", Role.LEARNER);
    enrolment.changeRole(CLASS, member("ann"), Role.INSTRUCTOR, NOON);
    assertThat(free()).isEqualTo(SEATS);

    enrolment.changeRole(CLASS, member("ann"), Role.LEARNER, NOON);
    assertThat(free()).isEqualTo(SEATS - 1);
  }

  @ParameterizedTest(name = "crash before call {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void a_crash_while_enrolling_neither_sells_a_seat_twice_nor_loses_one(int calls) {
    assertThatThrownBy(
            () ->
                crashingAfter(calls)
                    .enrol(CLASS, "ann", Role.LEARNER, CODE, NOON, EnrolmentTest::nothing))
        .isInstanceOf(Crash.class);
    tidied();
  }

  @ParameterizedTest(name = "crash before call {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void a_crash_while_leaving_neither_sells_a_seat_twice_nor_loses_one(int calls) {
    enrol("ann", Role.LEARNER);
    Member ann = member("ann");
    assertThatThrownBy(() -> crashingAfter(calls).leave(ann, NOON)).isInstanceOf(Crash.class);
    tidied();
  }

  @ParameterizedTest(name = "crash before call {0}")
  @ValueSource(ints = {5, 6, 7})
  void a_crash_before_settling_and_a_change_of_role_cancel_out(int calls) {
    assertThatThrownBy(
            () ->
                crashingAfter(calls)
                    .enrol(CLASS, "ann", Role.LEARNER, CODE, NOON, EnrolmentTest::nothing))
        .isInstanceOf(Crash.class);
    enrolment.changeRole(CLASS, member("ann"), Role.INSTRUCTOR, NOON);
    tidied();
  }

  @Test
  void a_claim_that_is_still_under_way_is_left_alone() {
    places.claim(Pool.ofClass("school", "class"), "class/ann/1", NOON);

    assertThat(enrolment.tidy(NOON.plus(Duration.ofMinutes(10)))).isZero();
    assertThat(enrolment.tidy(NOON.plus(Duration.ofMinutes(10)).plusMillis(1))).isOne();
    assertThat(free()).isEqualTo(SEATS);
  }

  @Test
  void where_seats_are_short_a_claim_of_a_crash_is_ended_soon_and_one_under_way_is_waited_for() {
    assertThatThrownBy(
            () -> crashingAfter(3).enrol(CLASS, "ann", Role.LEARNER, null, NOON, () -> true))
        .isInstanceOf(Crash.class);
    assertThat(free()).isEqualTo(SEATS - 1);
    assertThat(enrolment.seatsMayComeFree(CLASS, NOON.plusSeconds(60))).isTrue();
    assertThat(free()).as("it may be under way").isEqualTo(SEATS - 1);

    assertThat(enrolment.seatsMayComeFree(CLASS, NOON.plusSeconds(61))).isTrue();
    assertThat(free()).isEqualTo(SEATS);
    assertThat(enrolment.seatsMayComeFree(CLASS, NOON.plusSeconds(62))).isFalse();
  }

  /// What must hold once the tidy-up has come by: every seat is either free or somebody's.
  private void tidied() {
    enrolment.tidy(LATER);
    long learners =
        members.list("school", "class", null, 99).stream().filter(Member::isLearner).count();

    assertThat(free() + learners).isEqualTo(SEATS);
    assertThat(places.free(Pool.ofOrganisation("school")) + learners).isEqualTo(SEATS);
    assertThat(places.openSince(LATER, 99)).isEmpty();
    assertThat(members.owedSeats(99)).isEmpty();
    assertThat(enrolment.tidy(LATER)).isZero();
  }

  private Outcome enrol(String accountId, Role role) {
    return enrolment.enrol(CLASS, accountId, role, null, NOON, EnrolmentTest::nothing);
  }

  private static boolean nothing() {
    return true;
  }

  private Member member(String accountId) {
    return members.find("school", "class", accountId).orElseThrow();
  }

  private int free() {
    return places.free(Pool.ofClass("school", "class"));
  }

  /// An enrolment whose process dies before the given call of a port, counted from 0.
  private Enrolment crashingAfter(int calls) {
    var left = new int[] {calls};
    return new Enrolment(
        crashing(Members.class, members, left),
        crashing(Places.class, places, left),
        new CountingChance());
  }

  private static <T> T crashing(Class<T> port, T real, int[] left) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              if (left[0]-- <= 0) {
                throw new Crash();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
