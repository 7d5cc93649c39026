package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.Arrays;
import java.util.List;

/// The straight line that takes a new calibration to the scale of an old one, `θ_old = slope θ_new
/// + shift`, so that scores keep their meaning from year to year.
///
/// Found from items that both calibrations have, in the same order (Kolen & Brennan 2014, ch. 6).
public record Linking(double slope, double shift) {
  private static final Quadrature GRID = Quadrature.normal61(0, 1);
  private static final int MAX_STEPS = 100;

  public Linking {
    if (!(slope > 0) || !Double.isFinite(shift)) {
      throw new IllegalArgumentException(
          "slope must be above 0 and shift finite, were " + slope + " and " + shift);
    }
  }

  /// Mean/sigma linking (Marco 1977): equal mean and standard deviation of the difficulties.
  public static Linking meanSigma(List<Item> before, List<Item> now) {
    check(before, now);
    double meanBefore = before.stream().mapToDouble(Item::b).average().orElseThrow();
    double meanNow = now.stream().mapToDouble(Item::b).average().orElseThrow();
    double spreadBefore = 0;
    double spreadNow = 0;
    for (int i = 0; i < now.size(); i++) {
      spreadBefore += Math.pow(before.get(i).b() - meanBefore, 2);
      spreadNow += Math.pow(now.get(i).b() - meanNow, 2);
    }
    double slope = Math.sqrt(spreadBefore / spreadNow);
    return new Linking(slope, meanBefore - slope * meanNow);
  }

  /// Stocking & Lord (1983): the test characteristic curves of the common items agree, weighted by
  /// a standard normal population on the old scale. Solved to 1e-10.
  public static Linking characteristicCurve(List<Item> before, List<Item> now) {
    return solve(before, now, true);
  }

  /// Gauss–Newton steps, halved while they do not bring curves closer: the residuals are the gaps
  /// of the test curve, or of each item's.
  private static Linking solve(List<Item> before, List<Item> now, boolean summed) {
    Linking best = meanSigma(before, now);
    double gap = best.gap(before, now, summed, new double[5]);
    double[] h = new double[5];
    for (int step = 0; step < MAX_STEPS; step++) {
      best.gap(before, now, summed, h);
      double determinant = h[0] * h[2] - h[1] * h[1];
      double stepSlope = (h[2] * h[3] - h[1] * h[4]) / determinant;
      double stepShift = (h[0] * h[4] - h[1] * h[3]) / determinant;
      double scale = 1;
      boolean closer = false;
      while (!closer && scale > 1e-6) {
        double slope = best.slope - scale * stepSlope;
        if (slope > 0) {
          var next = new Linking(slope, best.shift - scale * stepShift);
          double nextGap = next.gap(before, now, summed, new double[5]);
          if (nextGap <= gap) {
            best = next;
            gap = nextGap;
            closer = true;
          }
        }
        scale *= 0.5;
      }
      if (!closer || Math.abs(stepSlope) + Math.abs(stepShift) < 1e-11) {
        break;
      }
    }
    return best;
  }

  /// The weighted sum of squared gaps; into `h` the squares and products of their slopes by slope
  /// and shift, and those slopes times the gaps.
  private double gap(List<Item> before, List<Item> now, boolean summed, double[] h) {
    Arrays.fill(h, 0);
    double sum = 0;
    for (int q = 0; q < GRID.size(); q++) {
      double theta = GRID.node(q);
      double x = (theta - shift) / slope;
      double gap = 0;
      double rise = 0;
      for (int i = 0; i < now.size(); i++) {
        Item item = now.get(i);
        gap += item.probability(x) - before.get(i).probability(theta);
        rise += ResponseFunction.slope(x, item.a(), item.b(), item.c(), item.d());
        if (!summed || i == now.size() - 1) {
          double w = GRID.weight(q);
          double bySlope = -rise * x / slope;
          double byShift = -rise / slope;
          sum += w * gap * gap;
          h[0] += w * bySlope * bySlope;
          h[1] += w * bySlope * byShift;
          h[2] += w * byShift * byShift;
          h[3] += w * gap * bySlope;
          h[4] += w * gap * byShift;
          gap = 0;
          rise = 0;
        }
      }
    }
    return sum;
  }

  /// Haebara (1980): the curves of each common item agree, squared gaps summed over items and
  /// weighted by a standard normal population on the old scale. Solved as [#characteristicCurve].
  public static Linking itemCurves(List<Item> before, List<Item> now) {
    return solve(before, now, false);
  }

  /// An item of the new calibration on the old scale: a over the slope, b along the line.
  public Item apply(Item item) {
    return new Item(
        item.id(), item.domain(), item.a() / slope, slope * item.b() + shift, item.c(), item.d());
  }

  /// The ability in one domain of the new calibration on the old scale.
  public Ability apply(Ability ability, int domain) {
    int n = ability.dimensions();
    double[] mean = ability.means();
    double[] covariance = ability.flatCovariance();
    mean[domain] = slope * mean[domain] + shift;
    for (int i = 0; i < n; i++) {
      covariance[domain * n + i] *= slope;
      covariance[i * n + domain] *= slope;
    }
    return Ability.ofFlat(mean, covariance);
  }

  private static void check(List<Item> before, List<Item> now) {
    if (before.size() != now.size() || now.size() < 2) {
      throw new IllegalArgumentException(
          "two or more common items are needed, had " + before.size() + " and " + now.size());
    }
  }
}
