package dev.sextant.analytics.classes;

import dev.sextant.analytics.results.Judgement.DomainStanding;
import dev.sextant.analytics.results.Level;
import dev.sextant.analytics.results.Readings.MasteryReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a class knows: the heat map, the distribution per domain, and who needs help first.
///
/// @param population whom the figures count
public record ClassMastery(
    String classId,
    String courseId,
    Population population,
    List<DomainDistribution> domains,
    List<Row> learners,
    List<AtRisk> atRisk) {

  private static final double RISK = 0.25;
  private static final int RISK_ANSWERS = 3;

  /// Whom the figures count.
  ///
  /// @param excluded members that are not counted: `members` less `measured`
  /// @param why how many of them for which reason, in words
  public record Population(int members, int measured, int excluded, Map<String, Integer> why) {}

  /// How one domain is spread over the measured learners.
  ///
  /// @param mean of their means, in logits
  public record DomainDistribution(
      String domainId, String title, double mean, Map<Level, Integer> levels) {}

  /// One learner's line of the heat map.
  public record Row(String learnerId, Instant at, List<Cell> domains) {}

  /// One tile of the heat map; the standard deviation says how sure it is.
  public record Cell(
      String domainId,
      double mean,
      double standardDeviation,
      double mastery,
      Level level,
      int answered) {}

  /// Somebody who needs help, and why in words.
  public record AtRisk(String learnerId, List<String> reasons) {}

  /// Puts the class's mastery together.
  ///
  /// @param members account ids of the learners of the class
  /// @param leastAnswers a learner with fewer counted answers is not counted
  public static ClassMastery of(
      String classId,
      String courseId,
      Collection<String> members,
      Collection<MasteryReading> readings,
      int leastAnswers) {
    Map<String, MasteryReading> byLearner = new HashMap<>();
    readings.forEach(reading -> byLearner.put(reading.learnerId(), reading));
    List<Row> rows = new ArrayList<>();
    List<AtRisk> risks = new ArrayList<>();
    Map<String, Tally> tallies = new java.util.LinkedHashMap<>();
    int without = 0;
    int few = 0;
    for (String member : members.stream().sorted().toList()) {
      MasteryReading reading = byLearner.get(member);
      if (reading == null) {
        without++;
        continue;
      }
      rows.add(row(reading));
      int answered = reading.now().answered();
      if (answered < leastAnswers) {
        few++;
        continue;
      }
      List<String> reasons = new ArrayList<>();
      for (DomainStanding domain : reading.now().domains()) {
        tallies.computeIfAbsent(domain.domainId(), id -> new Tally(domain.title())).add(domain);
        if (domain.mastery() < RISK && domain.answered() >= RISK_ANSWERS) {
          reasons.add(
              "%s: %d %% likely above the cut after %d answers"
                  .formatted(
                      domain.title(), Math.round(100 * domain.mastery()), domain.answered()));
        }
      }
      if (!reasons.isEmpty()) {
        risks.add(new AtRisk(member, reasons));
      }
    }
    risks.sort(Comparator.comparingInt((AtRisk risk) -> -risk.reasons().size()));
    Map<String, Integer> why = new java.util.TreeMap<>();
    if (without > 0) {
      why.put("no answer yet", without);
    }
    if (few > 0) {
      why.put("under " + leastAnswers + " answers", few);
    }
    return new ClassMastery(
        classId,
        courseId,
        new Population(members.size(), members.size() - without - few, without + few, why),
        tallies.entrySet().stream().map(e -> e.getValue().distribution(e.getKey())).toList(),
        rows,
        risks);
  }

  /// One learner's line.
  public static Row row(MasteryReading reading) {
    return new Row(
        reading.learnerId(),
        reading.now().at(),
        reading.now().domains().stream()
            .map(
                d ->
                    new Cell(
                        d.domainId(),
                        d.mean(),
                        d.standardDeviation(),
                        d.mastery(),
                        d.level(),
                        d.answered()))
            .toList());
  }

  private static final class Tally {
    private final String title;
    private final Map<Level, Integer> levels = new EnumMap<>(Level.class);
    private double sum;
    private int n;

    Tally(String title) {
      this.title = title;
      for (Level level : Level.values()) {
        levels.put(level, 0);
      }
    }

    void add(DomainStanding domain) {
      levels.merge(domain.level(), 1, Integer::sum);
      sum += domain.mean();
      n++;
    }

    DomainDistribution distribution(String id) {
      return new DomainDistribution(id, title, sum / n, levels);
    }
  }
}
