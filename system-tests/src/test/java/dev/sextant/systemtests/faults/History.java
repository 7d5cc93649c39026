package dev.sextant.systemtests.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one learner did and was told, written as it happens: the side of the account that the
/// system cannot touch.
final class History {
  /// A question of a session.
  record Place(String sessionId, int position) {}

  /// An answer as it was sent.
  record Given(String questionId, String optionId) {}

  /// An answer for which a 200 came.
  record Acknowledged(Given given, String receipt) {}

  private final Set<String> sessions = new LinkedHashSet<>();
  private final Map<Place, Set<Given>> sent = new LinkedHashMap<>();
  private final Map<Place, Acknowledged> acknowledged = new LinkedHashMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private int acknowledgements;
  private int unknown;
  private int restored;

  synchronized void started(String sessionId) {
    sessions.add(sessionId);
  }

  synchronized void sent(Place place, Given given) {
    sent.computeIfAbsent(place, _ -> new LinkedHashSet<>()).add(given);
  }

  /// Notes a 200; a second one must be of the same answer and carry the same receipt.
  synchronized void acknowledged(Place place, Given given, String receipt) {
    acknowledgements++;
    Acknowledged now = new Acknowledged(given, receipt);
    Acknowledged first = acknowledged.putIfAbsent(place, now);
    if (first == null || first.equals(now)) {
      return;
    }
    Violation.Kind kind =
        first.given().equals(given) ? Violation.Kind.UNSTABLE : Violation.Kind.DOUBLE;
    violations.add(
        new Violation(
            kind, place.sessionId(), place + " was acknowledged as " + first + " and as " + now));
  }

  synchronized void unknown() {
    unknown++;
  }

  synchronized void restored(int answers) {
    restored += answers;
  }

  synchronized void broken(Violation violation) {
    violations.add(violation);
  }

  synchronized List<String> sessions() {
    return List.copyOf(sessions);
  }

  /// Everything ever sent for a question; empty when nothing was.
  synchronized Set<Given> sentFor(Place place) {
    return Set.copyOf(sent.getOrDefault(place, Set.of()));
  }

  /// Everything ever sent in a session by position.
  synchronized Map<Integer, Set<Given>> sentIn(String sessionId) {
    Map<Integer, Set<Given>> found = new LinkedHashMap<>();
    sent.forEach(
        (place, given) -> {
          if (place.sessionId().equals(sessionId)) {
            found.put(place.position(), Set.copyOf(given));
          }
        });
    return found;
  }

  /// The acknowledged answers of a session by position.
  synchronized Map<Integer, Acknowledged> acknowledgedIn(String sessionId) {
    Map<Integer, Acknowledged> found = new LinkedHashMap<>();
    acknowledged.forEach(
        (place, answer) -> {
          if (place.sessionId().equals(sessionId)) {
            found.put(place.position(), answer);
          }
        });
    return found;
  }

  synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }

  /// How often a 200 came, repeats counted.
  synchronized int acknowledgements() {
    return acknowledgements;
  }

  /// How often no reply came, or one that leaves the outcome open.
  synchronized int unknowns() {
    return unknown;
  }

  /// Answers that the server had lost and took back from receipts.
  synchronized int restored() {
    return restored;
  }
}
