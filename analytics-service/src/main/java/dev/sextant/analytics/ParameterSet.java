package dev.sextant.analytics;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The item parameters of a course from one calibration. Never changes once it is published.
///
/// @param number counted from 1 within the course
/// @param effectiveFrom sessions that start from then on are measured by it; those that started
///   before keep what they started with, whenever their answers are counted
/// @param items those that were calibrated; all others stay as their authors' levels say
/// @param learners the prior of somebody who never answered
public record ParameterSet(
    String courseId,
    long number,
    Instant at,
    Instant effectiveFrom,
    List<Parameters> items,
    List<Population> learners) {
  public ParameterSet {
    items = List.copyOf(items);
    learners = List.copyOf(learners);
  }

  /// How ability is spread over those who answered in one domain, on the scale of the items.
  public record Population(String domainId, double mean, double deviation) {}

  /// One item: a per logit, b in logits, c a probability, with the standard errors of ln a, b and
  /// logit c.
  ///
  /// @param answers that they rest on
  public record Parameters(
      String questionId,
      int questionVersion,
      String domainId,
      double a,
      double b,
      double c,
      double standardErrorOfLogA,
      double standardErrorOfB,
      double standardErrorOfLogitC,
      long answers) {}

  /// The same, in effect from then on.
  public ParameterSet effectiveFrom(Instant then) {
    return new ParameterSet(courseId, number, at, then, items, learners);
  }

  /// The items by question id.
  public Map<String, Parameters> byQuestion() {
    Map<String, Parameters> all = HashMap.newHashMap(items.size());
    items.forEach(item -> all.put(item.questionId(), item));
    return all;
  }
}
