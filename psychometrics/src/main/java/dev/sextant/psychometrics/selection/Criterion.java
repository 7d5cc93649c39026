package dev.sextant.psychometrics.selection;

/// What makes one item better than another for a candidate whose ability is known so far.
///
/// The first three work for any number of domains. With V the posterior covariance and I the Fisher
/// information of an item of domain k at the estimate, V changes to `V - V e_k e_kᵀ V I / (1 + I
/// V_kk)` (Sherman & Morrison 1950). The next two average over a posterior on a grid and need an
/// exam with one scale; the last does so on one scale, and over a normal posterior on several.
public enum Criterion {
  /// The greatest Fisher information at the estimate (Lord 1980, ch. 10), whatever the domain.
  MAXIMUM_INFORMATION,
  /// The smallest determinant of the posterior covariance: greatest I V_kk (Segall 1996, eq. 27).
  D_OPTIMALITY,
  /// The greatest reduction of the sum of posterior variances weighted by the blueprint: I Σ w_i
  /// V_ik² / (1 + I V_kk) (van der Linden 1999, with weights).
  A_OPTIMALITY,
  /// The greatest Fisher information averaged over the posterior (van der Linden 1998, eq. 7).
  EXPECTED_INFORMATION,
  /// The smallest expected posterior variance, answers weighted by the posterior predictive (van
  /// der Linden 1998, eq. 12); its value is the gain in precision, 1 over variance.
  EXPECTED_VARIANCE,
  /// The greatest Kullback–Leibler information averaged over the posterior (Chang & Ying 1996; in
  /// several domains Veldkamp & van der Linden 2002).
  KULLBACK_LEIBLER;

  /// Whether values are averages over a posterior on a grid, in an exam over so many domains.
  public boolean needsGrid(int domains) {
    return switch (this) {
      case MAXIMUM_INFORMATION, D_OPTIMALITY, A_OPTIMALITY -> false;
      case EXPECTED_INFORMATION, EXPECTED_VARIANCE -> true;
      case KULLBACK_LEIBLER -> domains == 1;
    };
  }
}
