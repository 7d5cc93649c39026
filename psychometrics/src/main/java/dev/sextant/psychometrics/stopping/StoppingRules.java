package dev.sextant.psychometrics.stopping;

import dev.sextant.psychometrics.Ability;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When an exam ends: never before `minLength` answers, always at `maxLength`, and between them as
/// soon as every domain's standard error is at most `standardError` logits (null: no such rule) or
/// every pass mark is decided (none: no such rule). Precision is looked at before confidence.
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
    if (answered >= maxLength) {
      return Optional.of(StopReason.LENGTH);
    }
    if (answered < minLength) {
      return Optional.empty();
    }
    if (standardError != null && isPrecise(ability, standardError)) {
      return Optional.of(StopReason.PRECISION);
    }
    if (!passMarks.isEmpty() && passMarks.stream().allMatch(mark -> mark.isDecided(ability))) {
      return Optional.of(StopReason.CONFIDENCE);
    }
    return Optional.empty();
  }

  private static boolean isPrecise(Ability ability, double target) {
    for (int k = 0; k < ability.dimensions(); k++) {
      if (ability.standardError(k) > target) {
        return false;
      }
    }
    return true;
  }
}
