package dev.sextant.analytics.mastery;

import dev.sextant.analytics.Pool;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.AuthorPrior;
import dev.sextant.psychometrics.calibration.Difficulty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The items of pools by question id, made once a pool, as their authors' levels say until answers
/// say more. Safe to share between threads.
public final class Items {
  private static final int POOLS = 200;

  private final Map<Key, Map<String, Item>> made =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Map<String, Item>> eldest) {
          return size() > POOLS;
        }
      };

  private record Key(String courseId, long revision) {}

  /// The items of a pool.
  ///
  /// @throws IllegalArgumentException when a question names a domain that the pool does not have
  public Map<String, Item> of(Pool pool) {
    Key key = new Key(pool.courseId(), pool.revision());
    synchronized (made) {
      return made.computeIfAbsent(key, k -> make(pool));
    }
  }

  private static Map<String, Item> make(Pool pool) {
    Map<String, Integer> order = pool.domainOrder();
    Map<String, Item> items = LinkedHashMap.newLinkedHashMap(pool.questions().size());
    for (Pool.Entry question : pool.questions()) {
      int domain =
          Optional.ofNullable(order.get(question.domainId()))
              .orElseThrow(
                  () -> new IllegalArgumentException("unknown domain " + question.domainId()));
      Difficulty level = Difficulty.valueOf(question.difficulty());
      items.put(
          question.id(), AuthorPrior.item(question.id(), domain, level, question.options()).item());
    }
    return items;
  }
}
