package dev.sextant.analytics.results;

import dev.sextant.analytics.results.Judgement.Percentile;
import dev.sextant.analytics.results.Readings.ItemReading;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.ReplayReading;
import dev.sextant.analytics.results.Readings.SessionReading;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Where the documents that people read are kept.
public interface ReadingStore {
  /// Keeps documents; one that is older than what is kept changes nothing.
  void keep(List<Reading> readings);

  Optional<SessionReading> session(String sessionId);

  /// The newest version of a question that was answered.
  Optional<ItemReading> item(String questionId);

  /// The newest version of each question of a course that was answered, in no order.
  List<ItemReading> items(String courseId);

  /// The last replay that was asked for, if any was.
  Optional<ReplayReading> replay();

  /// The place of a result among the finished sessions of its exam in one organisation.
  Percentile percentile(String organisationId, String examId, double overall);

  Optional<MasteryReading> mastery(String learnerId, String courseId);

  /// Those that there are, in no order.
  List<MasteryReading> mastery(Collection<String> learnerIds, String courseId);
}
