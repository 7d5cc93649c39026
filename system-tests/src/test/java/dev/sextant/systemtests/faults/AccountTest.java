package dev.sextant.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.systemtests.faults.Account.Event;
import dev.sextant.systemtests.faults.History.Given;
import dev.sextant.systemtests.faults.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AccountTest {
  private static final Given A = new Given("q-1", "a");
  private static final Given B = new Given("q-2", "b");
  private static final Given ELSE = new Given("q-2", "z");
  private static final Map<Integer, Given> BOTH = Map.of(1, A, 2, B);
  private static final Map<Integer, Set<Given>> SENT = Map.of(1, Set.of(A), 2, Set.of(B));
  private static final List<Event> EVENTS =
      List.of(
          new Event.Started(0),
          new Event.Answered(1, 1, A),
          new Event.Answered(2, 2, B),
          new Event.Finished(3, 2));

  @Test
  void a_whole_account_has_nothing_to_report() {
    assertThat(new Account("s", SENT, BOTH, BOTH, EVENTS, BOTH).violations()).isEmpty();
  }

  @Test
  void an_answer_without_a_200_may_count() {
    assertThat(new Account("s", SENT, Map.of(1, A), BOTH, EVENTS, BOTH).violations()).isEmpty();
  }

  static Stream<Arguments> each_way_to_break_the_account_is_reported() {
    return Stream.of(
        Arguments.of("the store lost one", Kind.LOST, account(without(BOTH), EVENTS, BOTH)),
        Arguments.of("the store changed one", Kind.LOST, account(changed(BOTH), EVENTS, BOTH)),
        Arguments.of("analytics lost one", Kind.LOST, account(BOTH, EVENTS, without(BOTH))),
        Arguments.of("analytics changed one", Kind.LOST, account(BOTH, EVENTS, changed(BOTH))),
        Arguments.of("analytics made one up", Kind.INVENTED, account(BOTH, EVENTS, more(BOTH))),
        Arguments.of("the store made one up", Kind.INVENTED, account(more(BOTH), EVENTS, BOTH)),
        Arguments.of("the topic lost one", Kind.LOST, account(BOTH, removed(2), BOTH)),
        Arguments.of("the topic has a gap", Kind.GAP, account(BOTH, removed(1), BOTH)),
        Arguments.of("the topic lost the start", Kind.GAP, account(BOTH, removed(0), BOTH)),
        Arguments.of("the topic lost the end", Kind.GAP, account(BOTH, removed(3), BOTH)),
        Arguments.of("the end counts less", Kind.GAP, account(BOTH, last(3, 1), BOTH)),
        Arguments.of(
            "the topic has a position twice",
            Kind.DOUBLE,
            account(
                BOTH,
                List.of(
                    EVENTS.get(0),
                    EVENTS.get(1),
                    EVENTS.get(2),
                    new Event.Answered(3, 2, B),
                    new Event.Finished(4, 2)),
                BOTH)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void each_way_to_break_the_account_is_reported(String what, Kind kind, Account account) {
    assertThat(account.violations()).as(what).extracting(Violation::kind).contains(kind);
  }

  private static Account account(
      Map<Integer, Given> stored, List<Event> events, Map<Integer, Given> counted) {
    return new Account("s", SENT, BOTH, stored, events, counted);
  }

  private static Map<Integer, Given> without(Map<Integer, Given> side) {
    var copy = new TreeMap<>(side);
    copy.remove(2);
    return copy;
  }

  private static Map<Integer, Given> changed(Map<Integer, Given> side) {
    var copy = new TreeMap<>(side);
    copy.put(2, ELSE);
    return copy;
  }

  private static Map<Integer, Given> more(Map<Integer, Given> side) {
    var copy = new TreeMap<>(side);
    copy.put(3, ELSE);
    return copy;
  }

  private static List<Event> removed(int sequence) {
    return EVENTS.stream().filter(event -> event.sequence() != sequence).toList();
  }

  private static List<Event> last(int sequence, int answered) {
    List<Event> copy = new ArrayList<>(removed(sequence));
    copy.add(new Event.Finished(sequence, answered));
    return copy;
  }
}
