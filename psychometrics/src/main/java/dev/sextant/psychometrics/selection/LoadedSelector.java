package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.LoadedItem;
import java.util.List;
import java.util.OptionalInt;

/// What items that load on several domains would tell of a candidate, and which tells most.
///
/// With λ the loadings, V the posterior covariance (squared logits) and w = P'² / (P Q) the
/// information about the logit, an answer adds w λ λᵀ to the precision, and V changes to `V - w V λ
/// λᵀ V / (1 + w λᵀ V λ)` (Sherman & Morrison 1950). Immutable and safe to share between threads.
///
/// Knows no quotas, enemies or exposure: [ItemSelector] does, for items of one domain each.
public final class LoadedSelector {
  private final List<LoadedItem> items;
  private final Blueprint weights;

  /// All items must have as many loadings as `weights` has domains; the weights are those of the
  /// posterior variances in [Criterion#A_OPTIMALITY].
  public LoadedSelector(List<LoadedItem> items, Blueprint weights) {
    for (LoadedItem item : items) {
      if (item.loadings().size() != weights.domains()) {
        throw new IllegalArgumentException(
            "items must have "
                + weights.domains()
                + " loadings, "
                + item.id()
                + " had "
                + item.loadings().size());
      }
    }
    this.items = List.copyOf(items);
    this.weights = weights;
  }

  /// The value of the item with this number for a candidate known as `ability`: the trace of its
  /// information by [Criterion#MAXIMUM_INFORMATION]; w λᵀ V λ, by which the determinant of the
  /// posterior precision grows, by [Criterion#D_OPTIMALITY] (Segall 1996); what it takes off the
  /// weighted sum of posterior variances by [Criterion#A_OPTIMALITY]; the posterior-weighted
  /// information by [Criterion#KULLBACK_LEIBLER] (Veldkamp & van der Linden 2002). The other
  /// criteria need one scale: [IllegalArgumentException].
  public double value(Criterion criterion, int index, Ability ability) {
    if (ability.dimensions() != weights.domains()) {
      throw new IllegalArgumentException(
          "ability must have " + weights.domains() + " domains, had " + ability.dimensions());
    }
    LoadedItem item = items.get(index);
    int n = weights.domains();
    double squares = 0;
    double spread = 0;
    double reduction = 0;
    for (int i = 0; i < n; i++) {
      double covariance = 0;
      for (int j = 0; j < n; j++) {
        covariance += ability.covariance(i, j) * item.loadings().get(j);
      }
      double loading = item.loadings().get(i);
      squares += loading * loading;
      spread += loading * covariance;
      reduction += weights.weights().get(i) * covariance * covariance;
    }
    double logit = item.logit(ability.means());
    double w = ResponseFunction.information(logit, 1, 0, item.c(), item.d());
    return switch (criterion) {
      case MAXIMUM_INFORMATION -> w * squares;
      case D_OPTIMALITY -> w * spread;
      case A_OPTIMALITY -> w * reduction / (1 + w * spread);
      case KULLBACK_LEIBLER ->
          NormalKullbackLeibler.average(logit, Math.sqrt(spread), item.c(), item.d());
      case EXPECTED_INFORMATION, EXPECTED_VARIANCE ->
          throw new IllegalArgumentException(criterion + " needs a bank with one domain");
    };
  }

  /// The number of the item of greatest value among those not `out` (one entry per item), the lower
  /// number of equals; empty when all are out.
  public OptionalInt choose(Criterion criterion, Ability ability, boolean[] out) {
    int best = -1;
    double most = 0;
    for (int i = 0; i < items.size(); i++) {
      if (!out[i]) {
        double value = value(criterion, i, ability);
        if (best < 0 || value > most) {
          best = i;
          most = value;
        }
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }
}
