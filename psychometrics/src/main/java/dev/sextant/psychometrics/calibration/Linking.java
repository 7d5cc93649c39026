package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.List;

/// The straight line that takes a new calibration to the scale of an old one, `θ_old = slope θ_new
/// + shift`, so that scores keep their meaning from year to year.
///
/// Found from items that both calibrations have, in the same order (Kolen & Brennan 2014, ch. 6).
public record Linking(double slope, double shift) {
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
  /// a standard normal population on the old scale. Solved to 1e-10 by Newton steps.
  public static Linking characteristicCurve(List<Item> before, List<Item> now) {
    Linking start = meanSigma(before, now);
    Quadrature grid = Quadrature.normal61(0, 1);
    double slope = start.slope;
    double shift = start.shift;
    for (int step = 0; step < 100; step++) {
      double h00 = 0;
      double h01 = 0;
      double h11 = 0;
      double g0 = 0;
      double g1 = 0;
      for (int q = 0; q < grid.size(); q++) {
        double theta = grid.node(q);
        double x = (theta - shift) / slope;
        double gap = 0;
        double slopes = 0;
        for (int i = 0; i < now.size(); i++) {
          Item item = now.get(i);
          gap += item.probability(x) - before.get(i).probability(theta);
          slopes += ResponseFunction.slope(x, item.a(), item.b(), item.c(), item.d());
        }
        double bySlope = -slopes * x / slope;
        double byShift = -slopes / slope;
        double w = grid.weight(q);
        h00 += w * bySlope * bySlope;
        h01 += w * bySlope * byShift;
        h11 += w * byShift * byShift;
        g0 += w * gap * bySlope;
        g1 += w * gap * byShift;
      }
      // Gauss–Newton: the residuals are small at the solution.
      double determinant = h00 * h11 - h01 * h01;
      double stepSlope = (h11 * g0 - h01 * g1) / determinant;
      double stepShift = (h00 * g1 - h01 * g0) / determinant;
      slope = Math.max(slope - stepSlope, slope / 2);
      shift -= stepShift;
      if (Math.abs(stepSlope) + Math.abs(stepShift) < 1e-10) {
        break;
      }
    }
    return new Linking(slope, shift);
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
