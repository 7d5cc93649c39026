package dev.sextant.analytics.classes;

import dev.sextant.analytics.results.Judgement.DomainStanding;
import dev.sextant.analytics.results.Readings.MasteryReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Classes side by side in one course.
///
/// @param population whom the figures count, in words
/// @param leastAnswers a learner with fewer counted answers is not counted
public record ClassComparison(
    String courseId, String population, int leastAnswers, List<ClassLine> classes) {
  public ClassComparison {
    classes = List.copyOf(classes);
  }

  /// These classes side by side.
  public static ClassComparison of(String courseId, int leastAnswers, List<ClassLine> classes) {
    return new ClassComparison(
        courseId,
        "Learners who are in the class now and have answered at least %d questions of the course"
            .formatted(leastAnswers),
        leastAnswers,
        classes);
  }

  /// One class.
  ///
  /// @param members learners of the class
  /// @param measured of them with enough answers, whom the figures count
  public record ClassLine(String classId, int members, int measured, List<DomainMean> domains) {}

  /// One domain of a class.
  ///
  /// @param mean of the learners' means, in logits
  /// @param standardError of that mean; null for fewer than two learners
  public record DomainMean(
      String domainId, String title, double mean, @Nullable Double standardError) {}

  /// One class's line.
  public static ClassLine line(
      String classId,
      Collection<String> members,
      Collection<MasteryReading> readings,
      int leastAnswers) {
    List<MasteryReading> measured =
        readings.stream().filter(reading -> reading.now().answered() >= leastAnswers).toList();
    Map<String, String> titles = new LinkedHashMap<>();
    Map<String, List<Double>> means = new LinkedHashMap<>();
    for (MasteryReading reading : measured) {
      for (DomainStanding domain : reading.now().domains()) {
        titles.put(domain.domainId(), domain.title());
        means.computeIfAbsent(domain.domainId(), id -> new ArrayList<>()).add(domain.mean());
      }
    }
    return new ClassLine(
        classId,
        members.size(),
        measured.size(),
        means.entrySet().stream()
            .map(
                domain -> {
                  Spread spread = Spread.of(domain.getValue());
                  return new DomainMean(
                      domain.getKey(),
                      titles.getOrDefault(domain.getKey(), ""),
                      spread.mean(),
                      spread.standardError());
                })
            .toList());
  }
}
