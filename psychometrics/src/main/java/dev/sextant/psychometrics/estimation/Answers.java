package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.ResponseFunction;
import java.util.Arrays;
import java.util.List;

/// The answers of one candidate as parallel arrays that grow, for estimators that read them often.
///
/// Mutable and for one thread: a list of [Response] is what travels, this is what is computed on.
public final class Answers {
  private int size;
  private int[] domain = new int[16];
  private double[] a = new double[16];
  private double[] b = new double[16];
  private double[] c = new double[16];
  private double[] d = new double[16];
  private boolean[] correct = new boolean[16];

  /// The given responses, in order.
  public static Answers of(List<Response> responses) {
    var answers = new Answers();
    for (Response response : responses) {
      answers.add(response.item(), response.correct());
    }
    return answers;
  }

  /// Appends one answer.
  public void add(Item item, boolean right) {
    add(item.domain(), item.a(), item.b(), item.c(), item.d(), right);
  }

  /// Appends one answer to an item given by its numbers.
  public void add(int k, double itemA, double itemB, double itemC, double itemD, boolean right) {
    if (size == domain.length) {
      int larger = 2 * size;
      domain = Arrays.copyOf(domain, larger);
      a = Arrays.copyOf(a, larger);
      b = Arrays.copyOf(b, larger);
      c = Arrays.copyOf(c, larger);
      d = Arrays.copyOf(d, larger);
      correct = Arrays.copyOf(correct, larger);
    }
    domain[size] = k;
    a[size] = itemA;
    b[size] = itemB;
    c[size] = itemC;
    d[size] = itemD;
    correct[size] = right;
    size++;
  }

  /// ln of the probability of the answers in one domain, for ability `theta` there.
  public double logLikelihood(int k, double theta) {
    double sum = 0;
    for (int r = 0; r < size; r++) {
      if (domain[r] == k) {
        sum += ResponseFunction.logLikelihood(theta, a[r], b[r], c[r], d[r], correct[r]);
      }
    }
    return sum;
  }

  /// Forgets all answers, keeping the arrays.
  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public int domain(int index) {
    return domain[index];
  }

  public double a(int index) {
    return a[index];
  }

  public double b(int index) {
    return b[index];
  }

  public double c(int index) {
    return c[index];
  }

  public double d(int index) {
    return d[index];
  }

  public boolean correct(int index) {
    return correct[index];
  }
}
