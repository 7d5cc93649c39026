package dev.sextant.psychometrics.prediction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Predicts each answer before it is seen, then learns from it: learners' abilities and items'
/// difficulties and discriminations together, one answer at a time.
///
/// Abilities are normal over correlated domains and wander a little at every answer, since people
/// learn; how much is not assumed but weighed: several models with different amounts run side by
/// side and are averaged by how well each predicted so far (Bayesian model averaging). Each answer
/// is an extended Kalman step on the logistic model, uncertainty shrinking the prediction towards
/// one half as in MacKay (1992, eq. 10). Deterministic, mutable, one thread at a time.
public final class AnswerStream {
  /// Variances, in squared logits, by which an ability wanders per answer in its domain.
  private static final double[] WANDERINGS = {0, 0.05, 0.2, 0.6, 1.5};

  /// Logits that an ability gains per answer in its domain.
  private static final double[] GAINS = {0, 0.1, 0.25};

  /// Shares of `correlation` with which domains move together.
  private static final double[] TOGETHER = {0.2, 1};

  private final List<Model> models = new ArrayList<>();
  private final double[] logWeights =
      new double[WANDERINGS.length * GAINS.length * TOGETHER.length];

  /// Intercept and slope that correct the averaged log-odds, learnt by Newton steps as they go.
  private final double[] correction = {0, 1};

  private final double[] correctionPrecision = {50, 0, 0, 50};
  private double logit;
  private final double[] predictions = new double[logWeights.length];

  /// `domains` abilities per learner, every pair correlated by `correlation` at first; `guessing`
  /// is the probability of a right answer by chance.
  public AnswerStream(int domains, double correlation, double guessing) {
    if (domains < 1 || domains > 200) {
      throw new IllegalArgumentException("domains must be from 1 to 200, were " + domains);
    }
    for (double wandering : WANDERINGS) {
      for (double gain : GAINS) {
        for (double share : TOGETHER) {
          models.add(new Model(domains, share * correlation, guessing, wandering, gain));
        }
      }
    }
  }

  /// The probability that this answer is right, from all answers taken in so far.
  public double predict(String learner, String item, int domain) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double weight : logWeights) {
      greatest = Math.max(greatest, weight);
    }
    double sum = 0;
    double total = 0;
    for (int m = 0; m < predictions.length; m++) {
      predictions[m] = models.get(m).predict(learner, item, domain);
      double weight = Math.exp(logWeights[m] - greatest);
      sum += weight;
      total += weight * predictions[m];
    }
    double p = total / sum;
    logit = Math.log(p / (1 - p));
    return corrected();
  }

  private double corrected() {
    double z = correction[0] + correction[1] * logit;
    return Math.clamp(1 / (1 + Math.exp(-z)), 1e-6, 1 - 1e-6);
  }

  /// Takes in the answer that [#predict] was last asked about.
  public void answered(String learner, String item, int domain, boolean correct) {
    double predicted = corrected();
    double residual = (correct ? 1 : 0) - predicted;
    double variance = predicted * (1 - predicted);
    double[] h = correctionPrecision;
    h[0] += variance;
    h[1] += variance * logit;
    h[2] = h[1];
    h[3] += variance * logit * logit;
    double determinant = h[0] * h[3] - h[1] * h[1];
    correction[0] += residual * (h[3] - h[1] * logit) / determinant;
    correction[1] += residual * (h[0] * logit - h[1]) / determinant;
    for (int m = 0; m < predictions.length; m++) {
      double p = predictions[m];
      logWeights[m] += Math.log(correct ? p : 1 - p);
      models.get(m).learn(learner, item, domain, correct, p);
    }
  }

  private static final class Model {
    private final int domains;
    private final double correlation;
    private final double guessing;
    private final double wandering;
    private final double gain;
    private final Map<String, Learner> learners = new HashMap<>();
    private final Map<String, double[]> items = new HashMap<>();

    Model(int domains, double correlation, double guessing, double wandering, double gain) {
      this.domains = domains;
      this.correlation = correlation;
      this.guessing = guessing;
      this.wandering = wandering;
      this.gain = gain;
    }

    /// b, its variance, ln a, its variance.
    private double[] item(String id) {
      return items.computeIfAbsent(id, key -> new double[] {0, 1.5, 0, 0.08});
    }

    private Learner learner(String id) {
      return learners.computeIfAbsent(id, key -> new Learner(domains, correlation));
    }

    /// The slope of the smoothed logistic: a over the root of 1 + π/8 times the variance.
    private static double smoothed(double a, double variance) {
      return a / Math.sqrt(1 + Math.PI / 8 * a * a * variance);
    }

    double predict(String learnerId, String itemId, int k) {
      Learner learner = learner(learnerId);
      double[] item = item(itemId);
      double a = Math.exp(item[2]);
      double slope = smoothed(a, learner.covariance[k * domains + k] + item[1]);
      double p = 1 / (1 + Math.exp(-slope * (learner.mean[k] - item[0])));
      return Math.clamp(guessing + (1 - guessing) * p, 1e-6, 1 - 1e-6);
    }

    void learn(String learnerId, String itemId, int k, boolean correct, double predicted) {
      Learner learner = learner(learnerId);
      double[] item = item(itemId);
      double a = Math.exp(item[2]);
      double variance = learner.covariance[k * domains + k];
      double slope = smoothed(a, variance + item[1]);
      double latent = Math.clamp((predicted - guessing) / (1 - guessing), 1e-6, 1 - 1e-6);
      // dP/dz over P (1 - P), then the score and information of z.
      double chain = (1 - guessing) * latent * (1 - latent);
      double score = ((correct ? 1 : 0) - predicted) * chain / (predicted * (1 - predicted));
      double information = chain * chain / (predicted * (1 - predicted));
      double byAbility = slope * score;
      double precision = slope * slope * information;
      double distance = learner.mean[k] - item[0];

      double shrink = 1 + precision * (variance + item[1]);
      learner.move(k, byAbility / shrink, precision / shrink, domains);
      item[0] -= item[1] * byAbility / shrink;
      item[1] -= item[1] * item[1] * precision / shrink;
      double byLogA = slope * distance * score;
      double precisionOfLogA = slope * slope * distance * distance * information;
      item[2] += Math.clamp(item[3] * byLogA / (1 + precisionOfLogA * item[3]), -0.2, 0.2);
      item[3] /= 1 + precisionOfLogA * item[3];

      learner.mean[k] += gain;
      learner.covariance[k * domains + k] += wandering;
    }
  }

  private static final class Learner {
    private final double[] mean;
    private final double[] covariance;

    Learner(int domains, double correlation) {
      mean = new double[domains];
      covariance = new double[domains * domains];
      for (int i = 0; i < domains; i++) {
        for (int j = 0; j < domains; j++) {
          covariance[i * domains + j] = i == j ? 1 : correlation;
        }
      }
    }

    void move(int k, double score, double precision, int domains) {
      double[] column = new double[domains];
      for (int i = 0; i < domains; i++) {
        column[i] = covariance[i * domains + k];
      }
      for (int i = 0; i < domains; i++) {
        mean[i] += column[i] * score;
        for (int j = 0; j < domains; j++) {
          covariance[i * domains + j] -= column[i] * column[j] * precision;
        }
      }
    }
  }
}
