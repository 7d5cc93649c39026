package dev.sextant.psychometrics.calibration;

/// Climbs to the top of a smooth function by limited-memory quasi-Newton steps (Liu & Nocedal 1989)
/// that the function preconditions.
final class QuasiNewton {
  private static final int MEMORY = 20;
  private static final int MAX_EVALUATIONS = 2000;
  private static final int MAX_HALVINGS = 30;

  /// No parameter moves further in one step: likelihoods are far from quadratic beyond.
  private static final double LONGEST_STEP = 1.5;

  /// What is climbed.
  interface Hill {
    /// The height at `parameters`, its slope into `gradient`.
    double evaluate(double[] parameters, double[] gradient);

    /// Multiplies `vector` by about the inverse of minus the curvature where last evaluated.
    void precondition(double[] vector);
  }

  private final Hill hill;
  private final int size;
  private final double[] parameters;
  private final double[] gradient;
  private final double[][] steps = new double[MEMORY][];
  private final double[][] changes = new double[MEMORY][];
  private final double[] curvatures = new double[MEMORY];
  private int remembered;
  private int next;
  private int evaluations;
  private double value;

  /// Climbs from `parameters`, which it moves.
  QuasiNewton(Hill hill, double[] parameters) {
    this.hill = hill;
    this.parameters = parameters;
    size = parameters.length;
    gradient = new double[size];
  }

  /// Climbs until no slope is `tolerance` or more, or no step leads higher.
  void climb(double tolerance) {
    evaluate();
    while (evaluations < MAX_EVALUATIONS && steepest() >= tolerance) {
      double[] direction = direction();
      double slope = dot(direction, gradient);
      boolean moved = slope > 0 && move(direction, slope);
      if (!moved) {
        if (remembered == 0) {
          return;
        }
        remembered = 0;
      }
    }
  }

  /// How often the function was computed.
  int evaluations() {
    return evaluations;
  }

  /// The largest slope where it stands.
  double steepest() {
    double steepest = 0;
    for (double slope : gradient) {
      steepest = Math.max(steepest, Math.abs(slope));
    }
    return steepest;
  }

  private void evaluate() {
    value = hill.evaluate(parameters, gradient);
    evaluations++;
  }

  /// The two-loop recursion, the hill's own curvature in its middle.
  private double[] direction() {
    double[] direction = gradient.clone();
    double[] alphas = new double[MEMORY];
    for (int m = 0; m < remembered; m++) {
      int i = Math.floorMod(next - 1 - m, MEMORY);
      alphas[i] = dot(steps[i], direction) / curvatures[i];
      addTo(direction, changes[i], -alphas[i]);
    }
    hill.precondition(direction);
    for (int m = remembered - 1; m >= 0; m--) {
      int i = Math.floorMod(next - 1 - m, MEMORY);
      double beta = dot(changes[i], direction) / curvatures[i];
      addTo(direction, steps[i], alphas[i] - beta);
    }
    return direction;
  }

  /// Steps along `direction`, shorter and shorter until it leads high enough; stays if it never
  /// does.
  private boolean move(double[] direction, double slope) {
    double longest = 0;
    for (double step : direction) {
      longest = Math.max(longest, Math.abs(step));
    }
    double scale = Math.min(1, LONGEST_STEP / longest);
    double[] before = parameters.clone();
    double[] gradientBefore = gradient.clone();
    double valueBefore = value;
    for (int halving = 0; halving < MAX_HALVINGS; halving++) {
      for (int i = 0; i < size; i++) {
        parameters[i] = before[i] + scale * direction[i];
      }
      evaluate();
      if (value >= valueBefore + 1e-4 * scale * slope - 1e-11 * Math.abs(valueBefore)) {
        remember(before, gradientBefore);
        return true;
      }
      scale *= 0.4;
    }
    System.arraycopy(before, 0, parameters, 0, size);
    evaluate();
    return false;
  }

  private void remember(double[] before, double[] gradientBefore) {
    double[] step = new double[size];
    double[] change = new double[size];
    for (int i = 0; i < size; i++) {
      step[i] = parameters[i] - before[i];
      change[i] = gradientBefore[i] - gradient[i];
    }
    double curvature = dot(step, change);
    if (curvature > 1e-12 * Math.sqrt(dot(step, step) * dot(change, change))) {
      steps[next] = step;
      changes[next] = change;
      curvatures[next] = curvature;
      next = (next + 1) % MEMORY;
      remembered = Math.min(MEMORY, remembered + 1);
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static void addTo(double[] sum, double[] what, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * what[i];
    }
  }
}
