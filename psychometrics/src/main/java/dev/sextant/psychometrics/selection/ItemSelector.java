package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.ItemBank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Picks the next item of one candidate's exam: the best by the criterion among those that the
/// blueprint, the enemy sets, the caller's exclusions and exposure control leave.
///
/// Holds the state of one exam and reuses its arrays, so [#choose] allocates nothing; one thread at
/// a time. The same calls with the same random numbers give the same picks.
///
/// Does not estimate ability and does not stop the exam: `delivery.AdaptiveTest` joins the three.
public final class ItemSelector {
  private static final byte ASKED = 1;
  private static final byte ENEMY = 2;
  private static final byte SEEN_LATELY = 4;
  private static final byte HELD_BACK = 8;

  /// Which marks still keep an item out after 0, 1, ... relaxations.
  private static final int[] BARRED = {
    ASKED | ENEMY | SEEN_LATELY | HELD_BACK,
    ASKED | ENEMY | SEEN_LATELY,
    ASKED | ENEMY | SEEN_LATELY,
    ASKED | ENEMY,
    ASKED
  };

  private final SelectionRules rules;
  private final ItemBank bank;
  private final int domains;
  private final byte[] marks;
  private final int[] asked;
  private final boolean[] open;
  private final double[] mean;
  private final double[] covariance;
  private final double[] valueFactor;
  private final int[] best;
  private final double[] bestValue;
  private int position;
  private int candidates;
  private int relaxations;
  private int rank;

  public ItemSelector(SelectionRules rules) {
    this.rules = rules;
    bank = rules.bank();
    domains = bank.domains();
    marks = new byte[bank.size()];
    asked = new int[domains];
    open = new boolean[domains];
    mean = new double[domains];
    covariance = new double[domains * domains];
    valueFactor = new double[domains];
    int among = rules.exposure() instanceof ExposureRule.Randomesque random ? random.among() : 1;
    best = new int[among];
    bestValue = new double[among];
  }

  /// Starts another candidate's exam with nothing asked and nothing excluded.
  public void reset() {
    Arrays.fill(marks, (byte) 0);
    Arrays.fill(asked, 0);
    position = 0;
  }

  /// Notes that the item was asked: it is not asked again and its enemies are avoided.
  public void markAsked(int index) {
    if ((marks[index] & ASKED) != 0) {
      return;
    }
    marks[index] |= ASKED;
    asked[bank.domain(index)]++;
    position++;
    for (int enemy : rules.enemies(index)) {
      marks[enemy] |= ENEMY;
    }
  }

  /// Notes that a question of `domain` was asked that the bank does not hold any more.
  public void markAskedOutsideBank(int domain) {
    asked[domain]++;
    position++;
  }

  /// Notes that the candidate has seen the item lately.
  public void markSeenLately(int index) {
    marks[index] |= SEEN_LATELY;
  }

  /// Notes that exposure control holds the item back from this candidate.
  public void markHeldBack(int index) {
    marks[index] |= HELD_BACK;
  }

  /// The number of the item to ask, or -1 when the bank holds none that was not asked.
  public int choose(Ability ability, RandomGenerator random) {
    ability.copyInto(mean, covariance);
    prepareFactors();
    for (relaxations = 0; relaxations < BARRED.length; relaxations++) {
      boolean quotasKept = relaxations < 2;
      int barred = BARRED[relaxations];
      if (quotasKept) {
        openDomains(barred);
      } else {
        Arrays.fill(open, true);
      }
      int found = scan(barred);
      if (found > 0) {
        rank = found == 1 ? 0 : random.nextInt(found);
        return best[rank];
      }
    }
    return -1;
  }

  /// As [#choose], with the reasons.
  public Optional<Pick> pick(Ability ability, RandomGenerator random) {
    int index = choose(ability, random);
    if (index < 0) {
      return Optional.empty();
    }
    int k = bank.domain(index);
    var trace =
        new Trace(
            position,
            rules.criterion(),
            candidates,
            rank + 1,
            bestValue[rank],
            information(index, mean[k]),
            mean[k],
            quotas(),
            rules.exposure().describe(),
            List.of(Relaxation.values()).subList(0, relaxations));
    return Optional.of(new Pick(index, bank.item(index), trace));
  }

  /// The number of questions asked so far.
  public int position() {
    return position;
  }

  /// Looks the item up in the bank by its id.
  public OptionalInt indexOf(String id) {
    return bank.indexOf(id);
  }

  private List<QuotaState> quotas() {
    var quotas = new ArrayList<QuotaState>(domains);
    for (int k = 0; k < domains; k++) {
      quotas.add(
          new QuotaState(
              k,
              asked[k],
              rules.weight(k) * rules.length(),
              rules.least(k),
              rules.most(k),
              available(k, BARRED[Math.min(relaxations, BARRED.length - 1)]),
              open[k]));
    }
    return quotas;
  }

  private int available(int domain, int barred) {
    int count = 0;
    for (int n = 0; n < bank.countIn(domain); n++) {
      if ((marks[bank.indexIn(domain, n)] & barred) == 0) {
        count++;
      }
    }
    return count;
  }

  /// Opens the domains that may get this question so that all can still get their least number:
  /// first those that are not ahead of their share by more than the tolerance, and if there is
  /// none, those the totals allow. Domains without available items owe nothing.
  private void openDomains(int barred) {
    int left = rules.length() - position;
    int owed = 0;
    for (int k = 0; k < domains; k++) {
      open[k] = available(k, barred) > 0;
      if (open[k]) {
        owed += Math.max(0, rules.least(k) - asked[k]);
      }
    }
    boolean paced = false;
    for (int k = 0; k < domains; k++) {
      boolean due = asked[k] < rules.least(k);
      open[k] &= asked[k] < rules.most(k) && (due || owed < left);
      paced |= open[k] && isNotAhead(k);
    }
    if (paced) {
      for (int k = 0; k < domains; k++) {
        open[k] &= isNotAhead(k);
      }
    }
  }

  private boolean isNotAhead(int k) {
    return asked[k] < rules.weight(k) * (position + 1) + rules.blueprint().tolerance() - 1e-9;
  }

  private int scan(int barred) {
    int found = 0;
    candidates = 0;
    int room = best.length;
    for (int k = 0; k < domains; k++) {
      if (!open[k]) {
        continue;
      }
      double theta = mean[k];
      int count = bank.countIn(k);
      for (int n = 0; n < count; n++) {
        int index = bank.indexIn(k, n);
        if ((marks[index] & barred) != 0) {
          continue;
        }
        candidates++;
        double value = value(k, information(index, theta));
        if (found == room && value <= bestValue[found - 1]) {
          continue;
        }
        int place = found < room ? found++ : found - 1;
        while (place > 0 && bestValue[place - 1] < value) {
          bestValue[place] = bestValue[place - 1];
          best[place] = best[place - 1];
          place--;
        }
        bestValue[place] = value;
        best[place] = index;
      }
    }
    return found;
  }

  private double information(int index, double theta) {
    return ResponseFunction.information(
        theta, bank.a(index), bank.b(index), bank.c(index), bank.d(index));
  }

  private void prepareFactors() {
    for (int k = 0; k < domains; k++) {
      double sum = 0;
      for (int i = 0; i < domains; i++) {
        double v = covariance[i * domains + k];
        sum += rules.weight(i) * v * v;
      }
      valueFactor[k] = sum;
    }
  }

  private double value(int k, double information) {
    double variance = covariance[k * domains + k];
    return switch (rules.criterion()) {
      case MAXIMUM_INFORMATION -> information;
      case D_OPTIMALITY -> information * variance;
      case A_OPTIMALITY -> information * valueFactor[k] / (1 + information * variance);
    };
  }
}
