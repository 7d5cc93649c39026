package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.LoadedItem;
import java.util.Arrays;
import java.util.List;

/// The answers of one candidate to items over D domains as parallel arrays, and the log posterior
/// they make with a normal prior: its height, slope and bend at an ability vector.
final class LoadedAnswers {
  final int domains;
  final int size;

  /// D loadings per answer.
  final double[] loadings;

  final double[] intercepts;
  final double[] c;
  final double[] d;
  final boolean[] correct;

  private LoadedAnswers(int domains, int size) {
    this.domains = domains;
    this.size = size;
    loadings = new double[size * domains];
    intercepts = new double[size];
    c = new double[size];
    d = new double[size];
    correct = new boolean[size];
  }

  /// Answers to items of one domain each.
  static LoadedAnswers of(int domains, Answers answers) {
    var loaded = new LoadedAnswers(domains, answers.size());
    for (int r = 0; r < loaded.size; r++) {
      loaded.loadings[r * domains + answers.domain(r)] = answers.a(r);
      loaded.intercepts[r] = -answers.a(r) * answers.b(r);
      loaded.c[r] = answers.c(r);
      loaded.d[r] = answers.d(r);
      loaded.correct[r] = answers.correct(r);
    }
    return loaded;
  }

  /// Answers to items of one domain each, every domain below `domains`.
  static LoadedAnswers ofPlain(int domains, List<Response> responses) {
    for (Response response : responses) {
      if (response.item().domain() >= domains) {
        throw new IllegalArgumentException(
            "domain must be below " + domains + ", was " + response.item().domain());
      }
    }
    return of(domains, Answers.of(responses));
  }

  /// Answers to items with as many loadings as there are domains.
  static LoadedAnswers of(int domains, List<LoadedDomains.LoadedResponse> responses) {
    var loaded = new LoadedAnswers(domains, responses.size());
    for (int r = 0; r < loaded.size; r++) {
      LoadedItem item = responses.get(r).item();
      if (item.loadings().size() != domains) {
        throw new IllegalArgumentException(
            "items must have " + domains + " loadings, had " + item.loadings().size());
      }
      for (int k = 0; k < domains; k++) {
        loaded.loadings[r * domains + k] = item.loadings().get(k);
      }
      loaded.intercepts[r] = item.intercept();
      loaded.c[r] = item.c();
      loaded.d[r] = item.d();
      loaded.correct[r] = responses.get(r).correct();
    }
    return loaded;
  }

  /// The same answers on some of the domains only; no answer loads on the others.
  LoadedAnswers on(List<Integer> some) {
    var fewer = new LoadedAnswers(some.size(), size);
    for (int r = 0; r < size; r++) {
      for (int k = 0; k < some.size(); k++) {
        fewer.loadings[r * some.size() + k] = loadings[r * domains + some.get(k)];
      }
    }
    System.arraycopy(intercepts, 0, fewer.intercepts, 0, size);
    System.arraycopy(c, 0, fewer.c, 0, size);
    System.arraycopy(d, 0, fewer.d, 0, size);
    System.arraycopy(correct, 0, fewer.correct, 0, size);
    return fewer;
  }

  /// Whether any answer tells of the domain directly.
  boolean asks(int domain) {
    for (int r = 0; r < size; r++) {
      if (loadings[r * domains + domain] != 0) {
        return true;
      }
    }
    return false;
  }

  /// The domain of an answer that loads on one only, -1 of others.
  int onlyDomain(int r) {
    int only = -1;
    for (int k = 0; k < domains; k++) {
      if (loadings[r * domains + k] != 0) {
        if (only >= 0) {
          return -1;
        }
        only = k;
      }
    }
    return only;
  }

  /// The last domain that answer r loads on.
  int lastDomain(int r) {
    int last = domains - 1;
    while (loadings[r * domains + last] == 0) {
      last--;
    }
    return last;
  }

  double logit(int r, double[] theta) {
    double z = intercepts[r];
    for (int k = 0; k < domains; k++) {
      z += loadings[r * domains + k] * theta[k];
    }
    return z;
  }

  double logLikelihood(int r, double z) {
    return ResponseFunction.logLikelihood(z, 1, 0, c[r], d[r], correct[r]);
  }

  /// ln of prior density times likelihood, up to a constant.
  double logPosterior(double[] mean, double[] precision, double[] theta) {
    double sum = 0;
    for (int i = 0; i < domains; i++) {
      double row = 0;
      for (int j = 0; j < domains; j++) {
        row += precision[i * domains + j] * (theta[j] - mean[j]);
      }
      sum -= 0.5 * (theta[i] - mean[i]) * row;
    }
    for (int r = 0; r < size; r++) {
      sum += logLikelihood(r, logit(r, theta));
    }
    return sum;
  }

  /// The slope of [#logPosterior] into `gradient`, and prior precision plus information into
  /// `hessian`.
  void derive(
      double[] mean,
      double[] precision,
      double[] theta,
      InformationKind kind,
      double[] gradient,
      double[] hessian) {
    System.arraycopy(precision, 0, hessian, 0, domains * domains);
    Arrays.fill(gradient, 0);
    for (int i = 0; i < domains; i++) {
      for (int j = 0; j < domains; j++) {
        gradient[i] -= precision[i * domains + j] * (theta[j] - mean[j]);
      }
    }
    for (int r = 0; r < size; r++) {
      double z = logit(r, theta);
      double score = ResponseFunction.score(z, 1, 0, c[r], d[r], correct[r]);
      double information =
          kind == InformationKind.OBSERVED
              ? ResponseFunction.observedInformation(z, 1, 0, c[r], d[r], correct[r])
              : ResponseFunction.information(z, 1, 0, c[r], d[r]);
      for (int i = 0; i < domains; i++) {
        double loading = loadings[r * domains + i];
        if (loading == 0) {
          continue;
        }
        gradient[i] += score * loading;
        for (int j = 0; j < domains; j++) {
          hessian[i * domains + j] += information * loading * loadings[r * domains + j];
        }
      }
    }
  }

  /// The inverse of prior precision plus information at `theta`; with observed information only
  /// where the sum is positive definite, otherwise with expected.
  double[] covariance(double[] mean, double[] precision, double[] theta, InformationKind kind) {
    double[] hessian = new double[domains * domains];
    derive(mean, precision, theta, kind, new double[domains], hessian);
    double[] inverse = PositiveDefinite.inverse(hessian, domains);
    if (inverse != null) {
      return inverse;
    }
    if (kind == InformationKind.OBSERVED) {
      return covariance(mean, precision, theta, InformationKind.EXPECTED);
    }
    throw new IllegalArgumentException("prior precision must be positive definite");
  }
}
