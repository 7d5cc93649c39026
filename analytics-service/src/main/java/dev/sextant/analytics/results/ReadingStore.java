package dev.sextant.analytics.results;

import dev.sextant.analytics.results.Judgement.Percentile;
import dev.sextant.analytics.results.Readings.ItemReading;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.RepairedReading;
import dev.sextant.analytics.results.Readings.ReplayReading;
import dev.sextant.analytics.results.Readings.SessionReading;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where the documents that people read are kept.
public interface ReadingStore {
  /// Keeps documents; one that is older than what is kept changes nothing.
  void keep(List<Reading> readings);

  /// A session as it was judged when it was sat.
  Optional<SessionReading> session(String sessionId);

  /// A session of the organisation.
  Optional<SessionReading> session(String organisationId, String sessionId);

  /// What a session's result is by repaired keys; empty when no repair moves it.
  Optional<RepairedReading> repaired(String organisationId, String sessionId);

  /// Whether a repair moves anything of the learner in the course.
  boolean isRepaired(String learnerId, String courseId);

  /// All sessions of a learner in a course, in no order.
  ///
  /// @param organisationId null for all
  List<SessionReading> sessions(@Nullable String organisationId, String learnerId, String courseId);

  /// Hands each session that answered this version of a question to the reader, newest first.
  ///
  /// @param organisationId null for all
  void sessionsWith(
      String questionId,
      int questionVersion,
      @Nullable String organisationId,
      Consumer<SessionReading> reader);

  /// The newest version of a question that was answered.
  Optional<ItemReading> item(String questionId);

  /// The newest version of each question of a course that was answered, in no order.
  List<ItemReading> items(String courseId);

  /// The last replay that was asked for, if any was.
  Optional<ReplayReading> replay();

  /// The place of a result among the finished sessions of its exam in one organisation, each as its
  /// repaired keys say.
  Percentile percentile(String organisationId, String examId, double overall);

  /// What counts: by repaired keys where there are any. For other services, who know the learner.
  Optional<MasteryReading> mastery(String learnerId, String courseId);

  /// The same of a learner of the organisation.
  Optional<MasteryReading> mastery(String organisationId, String learnerId, String courseId);

  /// Those that there are, as for one, in no order.
  List<MasteryReading> mastery(
      String organisationId, Collection<String> learnerIds, String courseId);
}
