package dev.sextant.analytics;

import java.util.List;

/// What is believed of a learner's abilities, in the form in which it is stored and sent.
///
/// @param mean one number a domain, in logits
/// @param covariance a row and a column a domain, in squared logits
public record Belief(List<Double> mean, List<List<Double>> covariance) {
  public Belief {
    mean = List.copyOf(mean);
    covariance = covariance.stream().map(List::copyOf).toList();
  }
}
