package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.Response;
import java.util.List;

/// Ability in D correlated domains from answers to items that each belong to one domain; for items
/// on several domains see [LoadedDomains], for one answer after another [RunningAbility].
///
/// What is learnt in one domain moves the others through the prior's covariance (Segall 1996).
/// Defined for every pattern, all right and all wrong included, because the prior is proper.
/// Deterministic: the same answers in the same order give the same bits.
public final class CorrelatedDomains {
  private CorrelatedDomains() {}

  /// The posterior mode, the greatest if there are several, with the inverse of prior precision
  /// plus expected information there as covariance (Segall 1996): defined and positive definite for
  /// every pattern.
  public static Ability map(Ability prior, List<Response> responses) {
    return map(prior, responses, InformationKind.EXPECTED);
  }

  /// As [#map(Ability, List)], with the kind of information that the covariance is made of; where
  /// the observed one gives no covariance, the expected one does.
  public static Ability map(Ability prior, List<Response> responses, InformationKind kind) {
    return mode(prior, LoadedAnswers.ofPlain(prior.dimensions(), responses), kind);
  }

  /// The posterior mean and covariance, by the trapezoid rule on a lattice fitted to the posterior
  /// (see [LatticePosterior]); error below 1e-5 logits with five domains.
  public static Ability eap(Ability prior, List<Response> responses) {
    return LatticePosterior.of(
        prior,
        LoadedAnswers.ofPlain(prior.dimensions(), responses),
        LatticePosterior.Fineness.EXACT);
  }

  /// As [#eap(Ability, List)] with an error below 0.002 logits in means and deviations, at a
  /// fraction of the cost: what is shown to people has no more figures.
  public static Ability nearEap(Ability prior, List<Response> responses) {
    return LatticePosterior.of(
        prior,
        LoadedAnswers.ofPlain(prior.dimensions(), responses),
        LatticePosterior.Fineness.NEAR);
  }

  /// As [#eap(Ability, List)], from answers whose domains are all below the prior's dimensions.
  public static Ability eap(Ability prior, Answers answers) {
    return LatticePosterior.of(
        prior, LoadedAnswers.of(prior.dimensions(), answers), LatticePosterior.Fineness.EXACT);
  }

  static Ability mode(Ability prior, LoadedAnswers answers, InformationKind kind) {
    double[] mean = prior.means();
    double[] precision = precisionOf(prior);
    double[] mode = GlobalMode.find(answers, mean, prior.flatCovariance(), precision);
    return Ability.ofFlat(mode, answers.covariance(mean, precision, mode, kind));
  }

  /// The precision of an ability, row by row.
  static double[] precisionOf(Ability prior) {
    double[] precision = PositiveDefinite.inverse(prior.flatCovariance(), prior.dimensions());
    if (precision == null) {
      throw new IllegalArgumentException("covariance must be positive definite");
    }
    return precision;
  }
}
