package dev.sextant.analytics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The published questions of a course at one revision. A revision never changes.
///
/// @param domains in the course's order, which is the order of abilities
public record Pool(String courseId, long revision, List<Domain> domains, List<Entry> questions) {
  public Pool {
    domains = List.copyOf(domains);
    questions = List.copyOf(questions);
  }

  /// One domain of the course.
  ///
  /// @param cut the ability that separates "above" from "below", in logits
  public record Domain(String id, String title, double cut) {}

  /// One question, without text and key.
  ///
  /// @param options how many there are
  /// @param enemies questions that must not be asked in the same exam
  public record Entry(
      String id,
      int version,
      String domainId,
      List<String> topics,
      String difficulty,
      int options,
      @Nullable List<String> enemies) {
    public Entry {
      topics = List.copyOf(topics);
      enemies = enemies == null ? List.of() : List.copyOf(enemies);
    }

    /// Whether this question names the other as one it must not meet.
    public boolean shuns(String other) {
      return enemies != null && enemies.contains(other);
    }
  }

  /// The place of each domain in the course's order.
  public Map<String, Integer> domainOrder() {
    Map<String, Integer> order = new HashMap<>();
    for (int d = 0; d < domains.size(); d++) {
      order.put(domains.get(d).id(), d);
    }
    return order;
  }
}
