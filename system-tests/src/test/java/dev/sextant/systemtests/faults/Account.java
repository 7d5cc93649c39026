package dev.sextant.systemtests.faults;

import dev.sextant.systemtests.faults.History.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One session on four sides: what its learner was told, what the store, the topic and analytics
/// hold. All must be the same answers.
///
/// @param sent everything the learner ever sent, by position
/// @param told what was acknowledged
/// @param events the topic's, each number once, in the order of the numbers
/// @param counted what the result was made of
record Account(
    String sessionId,
    Map<Integer, Set<Given>> sent,
    Map<Integer, Given> told,
    Map<Integer, Given> stored,
    List<Event> events,
    Map<Integer, Given> counted) {

  Account {
    sent = Map.copyOf(sent);
    told = new TreeMap<>(told);
    stored = new TreeMap<>(stored);
    events = List.copyOf(events);
    counted = new TreeMap<>(counted);
  }

  /// An event as far as the account looks at it.
  sealed interface Event {
    int sequence();

    record Started(int sequence) implements Event {}

    record Answered(int sequence, int position, Given given) implements Event {}

    record Finished(int sequence, int answered) implements Event {}

    /// Any other event of a session, such as time that was added.
    record Other(int sequence) implements Event {}
  }

  /// The answers in the topic by position.
  Map<Integer, Given> published() {
    Map<Integer, Given> published = new TreeMap<>();
    for (Event event : events) {
      if (event instanceof Event.Answered(_, int position, Given given)) {
        published.put(position, given);
      }
    }
    return published;
  }

  /// What does not add up; empty for a sound account.
  List<Violation> violations() {
    List<Violation> found = new ArrayList<>();
    checkEvents(found);
    Map<Integer, Given> published = published();
    checkSide("the store", stored, found);
    checkSide("the topic", published, found);
    checkSide("analytics", counted, found);
    if (!stored.equals(published)) {
      add(found, Violation.Kind.GAP, "the store has " + stored + ", the topic " + published);
    }
    if (!counted.equals(published)) {
      add(found, Violation.Kind.GAP, "the topic has " + published + ", analytics " + counted);
    }
    return found;
  }

  private void checkEvents(List<Violation> found) {
    Map<Integer, Given> seen = new TreeMap<>();
    int next = 0;
    for (Event event : events) {
      if (event.sequence() != next) {
        add(found, Violation.Kind.GAP, "the topic lacks event " + next);
      }
      next = event.sequence() + 1;
      if (event instanceof Event.Answered(_, int position, Given given)
          && seen.put(position, given) != null) {
        add(found, Violation.Kind.DOUBLE, "the topic has position " + position + " twice");
      }
    }
    if (events.isEmpty()
        || !(events.getLast() instanceof Event.Finished(_, int answered))
        || answered != seen.size()) {
      add(found, Violation.Kind.GAP, "the topic has no end that counts " + seen.size());
    }
  }

  /// What was told must stand there as it was told, and nothing that nobody sent.
  private void checkSide(String where, Map<Integer, Given> there, List<Violation> found) {
    told.forEach(
        (position, given) -> {
          if (!given.equals(there.get(position))) {
            add(
                found,
                Violation.Kind.LOST,
                "position %d: acknowledged %s, and %s has %s"
                    .formatted(position, given, where, there.get(position)));
          }
        });
    there.forEach(
        (position, given) -> {
          if (!sent.getOrDefault(position, Set.of()).contains(given)) {
            add(
                found,
                Violation.Kind.INVENTED,
                "position %d: %s has %s, which nobody sent".formatted(position, where, given));
          }
        });
  }

  private void add(List<Violation> found, Violation.Kind kind, String detail) {
    found.add(new Violation(kind, sessionId, detail));
  }
}
