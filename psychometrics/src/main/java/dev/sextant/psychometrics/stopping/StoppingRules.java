package dev.sextant.psychometrics.stopping;

import dev.sextant.psychometrics.Ability;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When an exam ends: never before `minLength` answers, always at `maxLength`, and between them as
/// soon as every domain's standard error is at most `standardError` logits (null: no such rule) or
/// every pass mark is decided (none: no such rule). Precision is looked at before confidence.
///
/// Fixed precision after Weiss & Kingsbury (1984): `√Σ_kk <= standardError` in every domain k.
public record StoppingRules(
    int minLength, int maxLength, @Nullable Double standardError, List<PassMark> passMarks) {
  public StoppingRules {
    if (minLength < 0 || maxLength < 1 || minLength > maxLength) {
      throw new IllegalArgumentException(
          "0 <= minLength <= maxLength and 1 <= maxLength must hold, were "
              + minLength
              + " and "
              + maxLength);
    }
    if (standardError != null && !(standardError > 0)) {
      throw new IllegalArgumentException("standardError must be above 0, was " + standardError);
    }
    passMarks = List.copyOf(passMarks);
  }

  /// Exactly `length` questions.
  public static StoppingRules fixedLength(int length) {
    return new StoppingRules(length, length, null, List.of());
  }

  /// The reason to stop after `answered` answers, if there is one.
  public Optional<StopReason> reasonToStop(int answered, Ability ability) {
    return Optional.ofNullable(reason(answered, ability.means(), ability.flatCovariance()));
  }

  /// As [#reasonToStop], from D means and D × D covariances, without allocating; null: go on.
  public @Nullable StopReason reason(int answered, double[] mean, double[] covariance) {
    if (answered >= maxLength) {
      return StopReason.LENGTH;
    }
    if (answered < minLength) {
      return null;
    }
    if (standardError != null && isPrecise(mean.length, covariance, standardError)) {
      return StopReason.PRECISION;
    }
    return isConfident(mean, covariance) ? StopReason.CONFIDENCE : null;
  }

  private static boolean isPrecise(int n, double[] covariance, double target) {
    for (int k = 0; k < n; k++) {
      if (covariance[k * n + k] > target * target) {
        return false;
      }
    }
    return true;
  }

  private boolean isConfident(double[] mean, double[] covariance) {
    for (int i = 0; i < passMarks.size(); i++) {
      PassMark mark = passMarks.get(i);
      int k = mark.domain();
      if (!mark.isDecided(mean[k], Math.sqrt(covariance[k * mean.length + k]))) {
        return false;
      }
    }
    return !passMarks.isEmpty();
  }
}
