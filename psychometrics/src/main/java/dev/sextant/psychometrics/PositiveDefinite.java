package dev.sextant.psychometrics;

import org.jspecify.annotations.Nullable;

/// Arithmetic on small symmetric positive definite matrices, stored row by row in a flat array of n
/// × n numbers: the covariances and precisions of a handful of domains.
///
/// Written into arrays that the caller owns, because the choice of an item runs these in its inner
/// loop and must not allocate. Nothing here is meant for large matrices.
///
/// By Cholesky's factors, `A = L Lᵀ` (Golub & Van Loan 2013, ch. 4).
public final class PositiveDefinite {
  private PositiveDefinite() {}

  /// The lower Cholesky factor of `matrix` into `lower` (upper triangle zero); false when `matrix`
  /// is not positive definite, and `lower` is then undefined. The two may be the same array.
  public static boolean cholesky(double[] matrix, int n, double[] lower) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i * n + k] * lower[j * n + k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            return false;
          }
          lower[i * n + i] = Math.sqrt(sum);
        } else {
          lower[i * n + j] = sum / lower[j * n + j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        lower[i * n + j] = 0;
      }
    }
    return true;
  }

  /// Solves `L Lᵀ x = right` in place for the factor given by [#cholesky].
  public static void solve(double[] lower, int n, double[] right) {
    for (int i = 0; i < n; i++) {
      double sum = right[i];
      for (int k = 0; k < i; k++) {
        sum -= lower[i * n + k] * right[k];
      }
      right[i] = sum / lower[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = right[i];
      for (int k = i + 1; k < n; k++) {
        sum -= lower[k * n + i] * right[k];
      }
      right[i] = sum / lower[i * n + i];
    }
  }

  /// The inverse of `L Lᵀ` into `inverse`, which must not be `lower`.
  public static void inverse(double[] lower, int n, double[] inverse) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        double sum = i == j ? 1 : 0;
        for (int k = 0; k < i; k++) {
          sum -= lower[i * n + k] * inverse[k * n + j];
        }
        inverse[i * n + j] = sum / lower[i * n + i];
      }
      for (int i = n - 1; i >= 0; i--) {
        double sum = inverse[i * n + j];
        for (int k = i + 1; k < n; k++) {
          sum -= lower[k * n + i] * inverse[k * n + j];
        }
        inverse[i * n + j] = sum / lower[i * n + i];
      }
    }
  }

  /// The inverse of a symmetric matrix, or null when it is not positive definite.
  public static double @Nullable [] inverse(double[] matrix, int n) {
    double[] lower = new double[n * n];
    if (!cholesky(matrix, n, lower)) {
      return null;
    }
    double[] inverse = new double[n * n];
    inverse(lower, n, inverse);
    return inverse;
  }

  /// ln det of `L Lᵀ`.
  public static double logDeterminant(double[] lower, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.log(lower[i * n + i]);
    }
    return 2 * sum;
  }
}
