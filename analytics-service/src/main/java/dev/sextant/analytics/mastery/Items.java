package dev.sextant.analytics.mastery;

import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.Pool;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.AuthorPrior;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import dev.sextant.psychometrics.calibration.Difficulty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The items of pools by question id, made once a pool and calibration, as their authors' levels
/// say until a calibration says more. Safe to share between threads.
public final class Items {
  private static final int POOLS = 200;

  private final Map<Key, Made> made =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Made> eldest) {
          return size() > POOLS;
        }
      };

  private record Made(Map<String, CalibratedItem> known, Map<String, Item> items) {}

  private record Key(String courseId, long revision, long calibration) {}

  /// The items of a pool.
  ///
  /// @param calibrated empty before the first calibration
  /// @throws IllegalArgumentException when a question names a domain that the pool does not have
  public Map<String, Item> of(Pool pool, Optional<ParameterSet> calibrated) {
    return made(pool, calibrated).items();
  }

  /// The same with how well they are known.
  public Map<String, CalibratedItem> known(Pool pool, Optional<ParameterSet> calibrated) {
    return made(pool, calibrated).known();
  }

  private Made made(Pool pool, Optional<ParameterSet> calibrated) {
    Key key =
        new Key(pool.courseId(), pool.revision(), calibrated.map(ParameterSet::number).orElse(0L));
    synchronized (made) {
      return made.computeIfAbsent(key, k -> make(pool, calibrated));
    }
  }

  private static Made make(Pool pool, Optional<ParameterSet> calibrated) {
    Map<String, ParameterSet.Parameters> known =
        calibrated.map(ParameterSet::byQuestion).orElse(Map.of());
    Map<String, Integer> order = pool.domainOrder();
    Map<String, CalibratedItem> all = LinkedHashMap.newLinkedHashMap(pool.questions().size());
    for (Pool.Entry question : pool.questions()) {
      int domain =
          Optional.ofNullable(order.get(question.domainId()))
              .orElseThrow(
                  () -> new IllegalArgumentException("unknown domain " + question.domainId()));
      ParameterSet.Parameters own = known.get(question.id());
      all.put(
          question.id(),
          own == null || !own.domainId().equals(question.domainId())
              ? asWritten(question, domain)
              : new CalibratedItem(
                  Item.threeParameter(question.id(), domain, own.a(), own.b(), own.c()),
                  own.standardErrorOfLogA(),
                  own.standardErrorOfB(),
                  own.standardErrorOfLogitC()));
    }
    Map<String, Item> items = LinkedHashMap.newLinkedHashMap(all.size());
    all.forEach((id, item) -> items.put(id, item.item()));
    return new Made(all, items);
  }

  /// What is believed of a question before anybody answered it.
  public static CalibratedItem asWritten(Pool.Entry question, int domain) {
    Difficulty level = Difficulty.valueOf(question.difficulty());
    return AuthorPrior.item(question.id(), domain, level, question.options());
  }
}
