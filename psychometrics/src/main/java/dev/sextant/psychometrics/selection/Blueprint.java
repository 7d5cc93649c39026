package dev.sextant.psychometrics.selection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How an exam's questions are shared out over the domains.
///
/// `weights` has one share per domain, 0 or more, in any unit: they are divided by their sum.
/// `tolerance` is the number of questions by which a domain may miss its share at the end and on
/// the way. With tolerance 0 a share of a whole number of questions is met exactly.
///
/// Quotas are constraints on sums, `n_k - tolerance <= Σ x_i <= n_k + tolerance` over the items i
/// of domain k (van der Linden 2005).
public record Blueprint(List<Double> weights, int tolerance) {
  public Blueprint {
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("weights must have at least one domain");
    }
    double sum = 0;
    for (double weight : weights) {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("weights must be 0 or more, had " + weight);
      }
      sum += weight;
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("weights must not all be 0");
    }
    if (tolerance < 0) {
      throw new IllegalArgumentException("tolerance must be 0 or more, was " + tolerance);
    }
    var shares = new ArrayList<Double>(weights.size());
    for (double weight : weights) {
      shares.add(weight / sum);
    }
    weights = Collections.unmodifiableList(shares);
  }

  /// The same share for each domain, met to the question.
  public static Blueprint even(int domains) {
    return new Blueprint(Collections.nCopies(domains, 1.0), 0);
  }

  public int domains() {
    return weights.size();
  }

  /// The domain's share of an exam of `length` questions.
  public double share(int domain, int length) {
    return weights.get(domain) * length;
  }

  /// The least number of the domain's questions in an exam of `length`.
  public int least(int domain, int length) {
    return Math.max(0, (int) Math.floor(share(domain, length) + 1e-9) - tolerance);
  }

  /// The greatest number of the domain's questions in an exam of `length`; 0 for a share of 0.
  public int most(int domain, int length) {
    double share = share(domain, length);
    return share == 0 ? 0 : (int) Math.ceil(share - 1e-9) + tolerance;
  }
}
