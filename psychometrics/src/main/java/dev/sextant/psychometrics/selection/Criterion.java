package dev.sextant.psychometrics.selection;

/// What makes one item better than another for a candidate whose ability is known so far.
///
/// With V the posterior covariance and I the Fisher information of an item of domain k at the
/// posterior mean, V changes to V - V e_k e_kᵀ V I / (1 + I V_kk) (Sherman & Morrison 1950).
public enum Criterion {
  /// The greatest Fisher information at the estimate (Lord 1980, ch. 10), whatever the domain.
  MAXIMUM_INFORMATION,
  /// The smallest determinant of the posterior covariance: greatest I V_kk (Segall 1996, eq. 27).
  D_OPTIMALITY,
  /// The greatest reduction of the sum of posterior variances weighted by the blueprint: I Σ w_i
  /// V_ik² / (1 + I V_kk) (van der Linden 1999, with weights).
  A_OPTIMALITY
}
