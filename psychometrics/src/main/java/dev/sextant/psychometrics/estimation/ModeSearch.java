package dev.sextant.psychometrics.estimation;

/// The greatest value of a smooth function on a stretch of the ability scale, found through the
/// zeros of its slope, of which there may be several.
///
/// Between two looks the slope cannot cross zero where `|slope| / bend` says so, since its own
/// slope is at most `bend`; elsewhere it is looked at every `grid` logits and each change from plus
/// to minus is solved to 1e-13. Two zeros closer than the grid may be passed over together: then
/// the top between them is a ripple beside a higher one.
abstract class ModeSearch {
  private static final int MAX_ROOT_STEPS = 200;

  private int modes;

  /// The function's derivative.
  abstract double slope(double theta);

  /// The function, up to a constant; asked at rising arguments only.
  abstract double height(double theta);

  /// How many tops inside the range the last search met.
  int modes() {
    return modes;
  }

  /// The argument of the greatest value on [low, high]; an end where the function rises to it.
  double globalMaximum(double low, double high, double grid, double bend) {
    modes = 0;
    double best = low;
    double greatest = Double.NEGATIVE_INFINITY;
    double left = low;
    double slopeLeft = slope(low);
    if (slopeLeft <= 0) {
      greatest = height(low);
    }
    while (left < high) {
      double right = Math.min(high, left + Math.max(grid, Math.abs(slopeLeft) / bend));
      double slopeRight = slope(right);
      if (slopeLeft > 0 && slopeRight <= 0) {
        modes++;
        double root = root(left, slopeLeft, right, slopeRight);
        double height = height(root);
        if (height > greatest) {
          best = root;
          greatest = height;
        }
      }
      left = right;
      slopeLeft = slopeRight;
    }
    if (slopeLeft > 0 && height(high) > greatest) {
      best = high;
    }
    return best;
  }

  /// The Illinois form of the secant rule: always bracketed, faster than linear.
  private double root(double low, double slopeLow, double high, double slopeHigh) {
    double a = low;
    double fa = slopeLow;
    double b = high;
    double fb = slopeHigh;
    int side = 0;
    for (int i = 0; i < MAX_ROOT_STEPS && b - a > 1e-14 * (1 + Math.abs(a)); i++) {
      double x = (a * fb - b * fa) / (fb - fa);
      if (!(x > a && x < b)) {
        x = 0.5 * (a + b);
      }
      double fx = slope(x);
      if (fx == 0) {
        return x;
      }
      if (fx > 0) {
        a = x;
        fa = fx;
        if (side == 1) {
          fb *= 0.5;
        }
        side = 1;
      } else {
        b = x;
        fb = fx;
        if (side == -1) {
          fa *= 0.5;
        }
        side = -1;
      }
    }
    return Math.abs(slope(a)) < Math.abs(slope(b)) ? a : b;
  }
}
