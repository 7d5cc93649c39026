package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.model.LoadedItem;
import java.util.List;

/// Ability in D correlated domains from answers to items that load on several of them (the
/// compensatory model of [LoadedItem]); loadings may be of either sign.
///
/// Defined for every pattern, because the prior is proper. Items must have as many loadings as the
/// prior has domains. For one answer after another see [RunningAbility].
///
/// With `P = c + (d - c) / (1 + exp(-(aᵀθ + intercept)))` (Reckase 2009) the mode solves `∂ ln L /
/// ∂θ = Σ⁻¹ (θ - μ)`, and the covariance is the inverse of the information there (Segall 1996).
/// Abilities in logits.
public final class LoadedDomains {
  private LoadedDomains() {}

  /// One scored answer to an item with loadings.
  public record LoadedResponse(LoadedItem item, boolean correct) {}

  /// The posterior mode, the greatest if there are several, with the inverse of prior precision
  /// plus expected information, `Σ λ λᵀ P'² / (P Q)`, as covariance (Segall 1996).
  public static Ability map(Ability prior, List<LoadedResponse> responses) {
    return map(prior, responses, InformationKind.EXPECTED);
  }

  /// As [#map(Ability, List)], with the kind of information that the covariance is made of; where
  /// the observed one gives no covariance, the expected one does.
  public static Ability map(Ability prior, List<LoadedResponse> responses, InformationKind kind) {
    return CorrelatedDomains.mode(prior, LoadedAnswers.of(prior.dimensions(), responses), kind);
  }

  /// The posterior mean and covariance, by the trapezoid rule on a lattice fitted to the posterior
  /// (see [LatticePosterior]). Items on one domain are read from tables; every item on several is
  /// computed at each point, so that with five domains and dozens of such items it takes a second.
  public static Ability eap(Ability prior, List<LoadedResponse> responses) {
    return LatticePosterior.of(
        prior, LoadedAnswers.of(prior.dimensions(), responses), LatticePosterior.Fineness.EXACT);
  }
}
