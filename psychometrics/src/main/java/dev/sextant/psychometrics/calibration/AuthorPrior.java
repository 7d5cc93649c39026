package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;

/// What is believed of an item before anyone answered it: from the author's difficulty level and
/// the number of options.
///
/// b is the level's middle (-1, 0, +1 logits) with standard deviation 0.7, since authors' levels
/// explain about half of the variance of true difficulties of standard deviation 1. ln a is normal
/// with mean 0 and standard deviation 0.3, the spread of the reference banks, so a is 1 at the
/// median. c is one over the number of options, with standard deviation 0.5 on the logit scale, the
/// prior of the reference calibrations. None of this is taken from data: answers move it.
///
/// Priors on item parameters after Mislevy (1986): normal distributions of ln a, b and logit c.
public final class AuthorPrior {
  /// Standard deviation of b around the level, in logits.
  public static final double SPREAD_OF_B = 0.7;

  /// Standard deviation of ln a.
  public static final double SPREAD_OF_LOG_A = 0.3;

  /// Standard deviation of logit c.
  public static final double SPREAD_OF_LOGIT_C = 0.5;

  private AuthorPrior() {}

  /// The prior of a question with `options` possible answers of which one is drawn by a guess; 0
  /// options means free text, which cannot be guessed.
  public static CalibratedItem item(String id, int domain, Difficulty level, int options) {
    if (options < 0 || options == 1) {
      throw new IllegalArgumentException("options must be 0, or 2 or more, was " + options);
    }
    double guessing = options == 0 ? 0 : 1.0 / options;
    return new CalibratedItem(
        Item.threeParameter(id, domain, 1, level.logits(), guessing),
        SPREAD_OF_LOG_A,
        SPREAD_OF_B,
        options == 0 ? 0 : SPREAD_OF_LOGIT_C);
  }
}
