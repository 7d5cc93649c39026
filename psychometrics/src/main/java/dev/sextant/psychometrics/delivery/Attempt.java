package dev.sextant.psychometrics.delivery;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.estimation.Answers;
import dev.sextant.psychometrics.estimation.CorrelatedDomains;
import dev.sextant.psychometrics.estimation.GridPosterior;
import dev.sextant.psychometrics.estimation.ModeFinder;
import dev.sextant.psychometrics.selection.ExposurePrices;
import dev.sextant.psychometrics.selection.ItemSelector;
import dev.sextant.psychometrics.selection.Pick;
import dev.sextant.psychometrics.stopping.SequentialTest;
import dev.sextant.psychometrics.stopping.StopReason;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One candidate's exam in progress, kept in memory: what [AdaptiveTest#next] replays from the
/// answers and what simulations use directly.
///
/// All arrays are reused by [#start], and a step of it allocates nothing unless ability is
/// estimated by EAP in several domains. Mutable, one thread at a time.
public final class Attempt {
  private final AdaptiveTest test;
  private final ItemSelector selector;
  private final Answers answers = new Answers();
  private final ModeFinder finder;
  private final @Nullable GridPosterior grid;
  private final double[] priorMean;
  private final double[] priorPrecision;
  private final double[] mean;
  private final double[] covariance;
  private Ability prior;
  private int answered;
  private boolean current;
  private @Nullable StopReason reason;

  Attempt(AdaptiveTest test, Ability prior) {
    this.test = test;
    this.prior = prior;
    int n = test.bank().domains();
    selector = new ItemSelector(test.selection());
    for (int i = 0; i < test.bank().size(); i++) {
      if (test.isPilot(i)) {
        selector.markNotScored(i);
      }
    }
    finder = new ModeFinder(n);
    grid = test.table() == null ? null : new GridPosterior(test.table());
    priorMean = new double[n];
    priorPrecision = new double[n * n];
    mean = new double[n];
    covariance = new double[n * n];
    start(prior);
  }

  /// Starts another candidate's exam.
  public void start(Ability newPrior) {
    prior = newPrior;
    selector.reset();
    answers.clear();
    answered = 0;
    reason = null;
    current = false;
    newPrior.copyInto(priorMean, covariance);
    ModeFinder.invert(covariance, priorMean.length, priorPrecision);
    System.arraycopy(priorMean, 0, mean, 0, mean.length);
    if (grid != null) {
      grid.reset(newPrior.mean(0), newPrior.standardError(0));
    }
  }

  /// Follows these prices instead of a snapshot; from the next [#start] also what they hold back.
  public void follow(ExposurePrices prices) {
    selector.follow(prices);
  }

  /// The item is not to be asked because the candidate has seen it lately.
  public void markSeenLately(int index) {
    selector.markSeenLately(index);
  }

  /// The item is held back from this candidate by exposure control.
  public void markHeldBack(int index) {
    selector.markHeldBack(index);
  }

  /// Takes in the answer to an item of the bank.
  public void answer(int index, boolean correct) {
    selector.markAsked(index);
    answered++;
    if (test.isPilot(index)) {
      return;
    }
    if (grid != null) {
      grid.update(index, correct);
    }
    answers.add(test.bank().item(index), correct);
    current = false;
  }

  /// The item was asked, but is answered for as an item that the bank does not hold.
  void markAskedElsewhere(int index) {
    selector.bar(index);
  }

  /// Takes in the answer to an item that the bank does not hold any more.
  public void answer(Item item, boolean correct) {
    selector.markAskedOutsideBank(item.domain());
    answered++;
    if (grid != null) {
      grid.update(item, correct);
    }
    answers.add(item, correct);
    current = false;
  }

  /// The number of the item to ask next, or -1 when the exam is over; see [#reason()].
  public int next(RandomGenerator random) {
    estimate();
    reason = test.stopping().reason(answered, mean, covariance);
    if (reason == null && answered >= test.stopping().minLength() && isClassified()) {
      reason = StopReason.CONFIDENCE;
    }
    if (reason != null) {
      return -1;
    }
    if (test.isPilotSlot(answered)) {
      int pilot = selector.choosePilot(random);
      if (pilot >= 0) {
        return pilot;
      }
    }
    int index =
        grid != null ? selector.choose(grid, random) : selector.choose(mean, covariance, random);
    if (index < 0 || (answered >= test.stopping().minLength() && isIdle(index))) {
      reason = StopReason.NO_INFORMATION;
      return -1;
    }
    return index;
  }

  private boolean isIdle(int index) {
    return test.minimumInformation() > 0
        && test.bank().item(index).information(mean[test.bank().domain(index)])
            < test.minimumInformation();
  }

  private boolean isClassified() {
    for (SequentialTest decision : test.sequentialTests()) {
      double ratio =
          answers.logLikelihood(decision.domain(), decision.cut() + decision.halfWidth())
              - answers.logLikelihood(decision.domain(), decision.cut() - decision.halfWidth());
      if (!decision.isDecided(ratio)) {
        return false;
      }
    }
    return !test.sequentialTests().isEmpty();
  }

  /// Why the last [#next] chose this item.
  public Pick explain(int index) {
    return selector.explain(index);
  }

  /// Why the exam is over, or null while it is not.
  public @Nullable StopReason reason() {
    return reason;
  }

  public int answered() {
    return answered;
  }

  /// The estimate of domain k now, in logits.
  public double mean(int k) {
    estimate();
    return mean[k];
  }

  /// The standard error of domain k now, in logits.
  public double standardError(int k) {
    estimate();
    return Math.sqrt(covariance[k * mean.length + k]);
  }

  /// What is known of the candidate now.
  public Ability ability() {
    estimate();
    return Ability.ofFlat(mean, covariance);
  }

  private void estimate() {
    if (current) {
      return;
    }
    if (grid != null) {
      mean[0] = grid.mean();
      covariance[0] = grid.variance();
    } else if (test.estimatesByMean()) {
      Ability ability = CorrelatedDomains.eap(prior, answers);
      ability.copyInto(mean, covariance);
    } else {
      // From the last mode, which one answer moves only a little.
      finder.find(priorMean, priorPrecision, answers, mean);
      System.arraycopy(finder.mode(), 0, mean, 0, mean.length);
      double[] v = finder.covariance(priorMean, priorPrecision, answers, false);
      System.arraycopy(v, 0, covariance, 0, covariance.length);
    }
    current = true;
  }

  @Override
  public String toString() {
    return "Attempt[" + answered + " answered, " + Arrays.toString(mean) + "]";
  }
}
