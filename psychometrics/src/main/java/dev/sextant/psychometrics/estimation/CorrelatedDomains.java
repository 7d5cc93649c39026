package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.Response;
import java.util.List;

/// Ability in D correlated domains from answers to items that each belong to one domain.
///
/// What is learnt in one domain moves the others through the prior's covariance (Segall 1996).
/// Defined for every pattern, all right and all wrong included, because the prior is proper.
/// Deterministic: the same answers in the same order give the same bits.
public final class CorrelatedDomains {
  private CorrelatedDomains() {}

  /// The posterior mode, with the inverse of prior precision plus expected information there as
  /// covariance (Segall 1996, eq. 22): defined and positive definite for every pattern.
  public static Ability map(Ability prior, List<Response> responses) {
    return map(prior, responses, InformationKind.EXPECTED);
  }

  /// As [#map(Ability, List)], with the kind of information that the covariance is made of.
  public static Ability map(Ability prior, List<Response> responses, InformationKind kind) {
    int n = checked(prior, responses);
    var finder = new ModeFinder(n);
    double[] mean = prior.means();
    double[] precision = precisionOf(prior);
    Answers answers = Answers.of(responses);
    finder.find(mean, precision, answers, mean);
    return Ability.ofFlat(
        finder.mode(),
        finder.covariance(mean, precision, answers, kind == InformationKind.OBSERVED));
  }

  /// The posterior mean and covariance, by the trapezoid rule on a lattice fitted to the posterior
  /// (see [LatticePosterior]); error below 1e-5 logits with five domains.
  public static Ability eap(Ability prior, List<Response> responses) {
    checked(prior, responses);
    return LatticePosterior.of(prior, Answers.of(responses));
  }

  /// As [#eap(Ability, List)], from answers whose domains are all below the prior's dimensions.
  public static Ability eap(Ability prior, Answers answers) {
    return LatticePosterior.of(prior, answers);
  }

  /// The precision of an ability, row by row.
  static double[] precisionOf(Ability prior) {
    double[] precision = PositiveDefinite.inverse(prior.flatCovariance(), prior.dimensions());
    if (precision == null) {
      throw new IllegalArgumentException("covariance must be positive definite");
    }
    return precision;
  }

  private static int checked(Ability prior, List<Response> responses) {
    int n = prior.dimensions();
    for (Response response : responses) {
      if (response.item().domain() >= n) {
        throw new IllegalArgumentException(
            "domain must be below " + n + ", was " + response.item().domain());
      }
    }
    return n;
  }
}
