package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.estimation.GridPosterior;
import dev.sextant.psychometrics.model.ItemBank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Picks the next item of one candidate's exam: the best by the criterion among those that the
/// blueprint, the enemy sets, the caller's exclusions and exposure control leave.
///
/// Holds the state of one exam and reuses its arrays, so [#choose] allocates nothing; one thread at
/// a time. The same calls with the same random numbers give the same picks.
///
/// Does not estimate ability and does not stop the exam: `delivery.AdaptiveTest` joins the three.
///
/// The heuristic beside the exact [ShadowTest]: a domain stays open while the shares of the others
/// can still be met (constrained adaptive testing, Kingsbury & Zara 1989).
public final class ItemSelector {
  private static final byte ASKED = 1;
  private static final byte ENEMY = 2;
  private static final byte SEEN_LATELY = 4;
  private static final byte HELD_BACK = 8;
  private static final byte SET_ASIDE = 16;
  private static final byte NOT_SCORED = 32;

  /// Which marks still keep an item out after 0, 1, ... relaxations.
  private static final int[] BARRED = {
    NOT_SCORED | ASKED | ENEMY | SEEN_LATELY | HELD_BACK | SET_ASIDE,
    NOT_SCORED | ASKED | ENEMY | SEEN_LATELY,
    NOT_SCORED | ASKED | ENEMY | SEEN_LATELY,
    NOT_SCORED | ASKED | ENEMY,
    NOT_SCORED | ASKED
  };

  private final SelectionRules rules;
  private final ItemBank bank;
  private final int domains;
  private final int categories;
  private final byte[] marks;
  private final int[] asked;
  private final int[] available;
  private final boolean[] open;
  private final double[] mean;
  private final double[] covariance;
  private final double[] valueFactor;
  private final int[] best;
  private final double[] bestValue;
  private final double[] values;
  private final boolean averaged;
  private final @Nullable GridCriteria criteria;
  private @Nullable ExposurePrices live;
  private boolean pilot;
  private final @Nullable ShadowTest shadow;
  private final double[] shadowValues;
  private int position;
  private int candidates;
  private int relaxations;
  private int rank;
  private int rankInBank;

  public ItemSelector(SelectionRules rules) {
    this.rules = rules;
    bank = rules.bank();
    domains = bank.domains();
    categories = rules.blueprint().domains();
    marks = new byte[bank.size()];
    asked = new int[categories];
    available = new int[categories];
    open = new boolean[categories];
    mean = new double[domains];
    covariance = new double[domains * domains];
    valueFactor = new double[domains];
    int among = rules.exposure() instanceof ExposureRule.Randomesque random ? random.among() : 1;
    best = new int[among];
    bestValue = new double[among];
    boolean grid = rules.criterion().needsGrid(domains);
    averaged = grid || rules.criterion() == Criterion.KULLBACK_LEIBLER;
    boolean stored = averaged || rules.exposure() instanceof ExposureRule.Progressive;
    ShadowTest.Constraints exact = rules.shadow();
    shadow = exact == null ? null : new ShadowTest(exact);
    shadowValues = new double[exact == null ? 0 : bank.size()];
    values = new double[stored ? bank.size() : 0];
    criteria = grid ? new GridCriteria(bank) : null;
  }

  /// Starts another candidate's exam with nothing asked and nothing excluded.
  public void reset() {
    for (int i = 0; i < marks.length; i++) {
      marks[i] &= NOT_SCORED;
    }
    Arrays.fill(asked, 0);
    position = 0;
    for (int i = 0; live != null && i < marks.length; i++) {
      if (live.isHeldBack(i)) {
        marks[i] |= HELD_BACK;
      }
    }
  }

  /// Reads prices from these from now on and holds back what they hold back, instead of a snapshot:
  /// for simulations, where they change after every candidate.
  public void follow(ExposurePrices prices) {
    live = prices;
  }

  /// Keeps the item out of all picks of this selector: a pilot item, which is asked for its own
  /// sake and not for what it tells of the candidate.
  public void markNotScored(int index) {
    marks[index] |= NOT_SCORED;
  }

  /// Notes that the item was asked: it is not asked again and its enemies are avoided.
  public void markAsked(int index) {
    if ((marks[index] & ASKED) != 0) {
      return;
    }
    marks[index] |= ASKED;
    asked[rules.category(index)]++;
    position++;
    for (int enemy : rules.enemies(index)) {
      marks[enemy] |= ENEMY;
    }
  }

  /// As [#markAsked], but without counting it: for an item that was asked with other parameters.
  public void bar(int index) {
    marks[index] |= ASKED;
    for (int enemy : rules.enemies(index)) {
      marks[enemy] |= ENEMY;
    }
  }

  /// Notes that a question was asked that the bank does not hold any more; it counts towards
  /// `domain` of the blueprint, if the blueprint has that.
  public void markAskedOutsideBank(int domain) {
    if (domain < categories) {
      asked[domain]++;
    }
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
    if (criteria != null) {
      throw new IllegalStateException(rules.criterion() + " needs a posterior on a grid");
    }
    ability.copyInto(mean, covariance);
    return choose(random);
  }

  /// As [#choose(Ability, RandomGenerator)], from D means and D × D covariances: no allocation.
  public int choose(double[] means, double[] covariances, RandomGenerator random) {
    System.arraycopy(means, 0, mean, 0, domains);
    System.arraycopy(covariances, 0, covariance, 0, domains * domains);
    return choose(random);
  }

  /// As [#choose(Ability, RandomGenerator)], for one scale from a posterior on a grid.
  public int choose(GridPosterior posterior, RandomGenerator random) {
    mean[0] = posterior.mean();
    covariance[0] = posterior.variance();
    if (criteria != null) {
      switch (rules.criterion()) {
        case EXPECTED_INFORMATION -> criteria.weightedInformation(posterior, values);
        case EXPECTED_VARIANCE -> criteria.expectedPrecisionGain(posterior, values);
        case KULLBACK_LEIBLER -> criteria.kullbackLeibler(posterior, mean[0], values);
        case MAXIMUM_INFORMATION, D_OPTIMALITY, A_OPTIMALITY -> {}
      }
    }
    return choose(random);
  }

  private int choose(RandomGenerator random) {
    pilot = false;
    rankInBank = 0;
    prepareFactors();
    if (averaged && criteria == null) {
      averageOverDomains();
    }
    boolean progressive = rules.exposure() instanceof ExposureRule.Progressive;
    if (progressive) {
      mixInChance(random);
    }
    int exact = shadow == null ? -1 : chooseFromShadowTest(shadow);
    if (exact >= 0) {
      return exact;
    }
    for (relaxations = 0; relaxations < BARRED.length; relaxations++) {
      boolean quotasKept = relaxations < 2;
      int barred = BARRED[relaxations];
      countAvailable(barred);
      if (quotasKept) {
        openDomains();
      } else {
        Arrays.fill(open, true);
      }
      int found = admit(barred, random);
      if (found > 0) {
        rank = found == 1 ? 0 : random.nextInt(found);
        return best[rank];
      }
    }
    return -1;
  }

  /// The best item of the best whole test, or -1 when no test meets everything. Allocates.
  private int chooseFromShadowTest(ShadowTest whole) {
    int barred = BARRED[0] & ~(ASKED | ENEMY);
    int[] fixed = IntStream.range(0, marks.length).filter(i -> (marks[i] & ASKED) != 0).toArray();
    int[] out =
        IntStream.range(0, marks.length)
            .filter(i -> (marks[i] & barred) != 0 && (marks[i] & ASKED) == 0)
            .toArray();
    if (fixed.length != position) {
      return -1;
    }
    double[] price = rules.price();
    for (int i = 0; i < marks.length; i++) {
      int k = bank.domain(i);
      shadowValues[i] = values.length > 0 ? values[i] : value(k, information(i, mean[k]));
      shadowValues[i] -= price == null ? 0 : price[i];
      shadowValues[i] -= live == null ? 0 : live.price(i);
    }
    if (!whole.assemble(shadowValues, fixed, out)) {
      return -1;
    }
    int chosen = whole.next(fixed);
    if (chosen < 0) {
      return -1;
    }
    relaxations = 0;
    countAvailable(BARRED[0]);
    candidates = 0;
    for (int k = 0; k < categories; k++) {
      candidates += available[k];
      open[k] = available[k] > 0 && asked[k] < rules.most(k);
    }
    int better = 0;
    for (int i = 0; i < marks.length; i++) {
      if ((marks[i] & BARRED[0]) == 0 && shadowValues[i] > shadowValues[chosen]) {
        better++;
      }
    }
    rankInBank = better + 1;
    rank = 0;
    bestValue[0] = shadowValues[chosen];
    return chosen;
  }

  /// Scans, and under Sympson–Hetter control sets refused items aside and scans again.
  private int admit(int barred, RandomGenerator random) {
    double[] admission = rules.admission();
    while (true) {
      int found = scan(barred);
      if (admission == null || found == 0 || relaxations > 0) {
        return found;
      }
      int index = best[0];
      if (admission[index] >= 1 || random.nextDouble() < admission[index]) {
        return found;
      }
      marks[index] |= SET_ASIDE;
    }
  }

  /// One of the items kept out of picks that was not asked and is not barred, each equally likely,
  /// or -1 when there is none.
  public int choosePilot(RandomGenerator random) {
    candidates = 0;
    int chosen = -1;
    for (int i = 0; i < marks.length; i++) {
      if (marks[i] == NOT_SCORED && random.nextInt(++candidates) == 0) {
        chosen = i;
      }
    }
    pilot = true;
    rankInBank = 0;
    relaxations = 0;
    rank = 0;
    bestValue[0] = 0;
    return chosen;
  }

  /// The reasons of the last choice, which was `index`.
  public Pick explain(int index) {
    int k = bank.domain(index);
    var trace =
        new Trace(
            position,
            rules.criterion(),
            candidates,
            rankInBank > 0 ? rankInBank : rank + 1,
            bestValue[rank],
            information(index, mean[k]),
            mean[k],
            quotas(),
            pilot ? "pilot: asked to be measured, not scored" : rules.exposure().describe(),
            List.of(Relaxation.values()).subList(0, relaxations));
    return new Pick(index, bank.item(index), trace);
  }

  /// As [#choose(Ability, RandomGenerator)], with the reasons.
  public Optional<Pick> pick(Ability ability, RandomGenerator random) {
    int index = choose(ability, random);
    return index < 0 ? Optional.empty() : Optional.of(explain(index));
  }

  /// The number of questions asked so far.
  public int position() {
    return position;
  }

  private List<QuotaState> quotas() {
    var quotas = new ArrayList<QuotaState>(categories);
    for (int k = 0; k < categories; k++) {
      quotas.add(
          new QuotaState(
              k,
              asked[k],
              rules.weight(k) * rules.length(),
              rules.least(k),
              rules.most(k),
              available[k],
              open[k]));
    }
    return quotas;
  }

  private void countAvailable(int barred) {
    for (int k = 0; k < categories; k++) {
      int count = 0;
      for (int index : rules.itemsIn(k)) {
        if ((marks[index] & barred) == 0) {
          count++;
        }
      }
      available[k] = count;
    }
  }

  /// Opens the domains that may get this question so that all can still get their least number:
  /// first those that are not ahead of their share by more than the tolerance, and if there is
  /// none, those the totals allow. Domains without available items owe nothing.
  private void openDomains() {
    int left = rules.length() - position;
    int owed = 0;
    for (int k = 0; k < categories; k++) {
      open[k] = available[k] > 0;
      if (open[k]) {
        owed += Math.max(0, rules.least(k) - asked[k]);
      }
    }
    boolean paced = false;
    for (int k = 0; k < categories; k++) {
      boolean due = asked[k] < rules.least(k);
      open[k] &= asked[k] < rules.most(k) && (due || owed < left);
      paced |= open[k] && isNotAhead(k);
    }
    if (paced) {
      for (int k = 0; k < categories; k++) {
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
    InformationIndex[] indexes = live == null ? rules.index() : null;
    for (int k = 0; k < categories; k++) {
      if (open[k] && available[k] > 0) {
        candidates += available[k];
        int[] items = rules.itemsIn(k);
        InformationIndex.Range range =
            indexes == null ? null : indexes[k].at(mean[bank.domain(items[0])]);
        found = range == null ? scanAll(items, barred, found) : scanBest(range, barred, found);
      }
    }
    return found;
  }

  /// Looks at items from the greatest bound on, until none can be better than those found.
  private int scanBest(InformationIndex.Range range, int barred, int soFar) {
    int found = soFar;
    int room = best.length;
    int[] order = range.order;
    double[] bound = range.bound;
    int k = bank.domain(order[0]);
    for (int n = 0; n < order.length; n++) {
      if (found == room && value(k, bound[n]) < bestValue[found - 1]) {
        break;
      }
      int index = order[n];
      if ((marks[index] & barred) == 0) {
        found = consider(index, value(k, information(index, mean[k])), found);
      }
    }
    return found;
  }

  private int scanAll(int[] items, int barred, int soFar) {
    int found = soFar;
    double[] price = rules.price();
    boolean stored = values.length > 0;
    for (int index : items) {
      if ((marks[index] & barred) != 0) {
        continue;
      }
      int k = bank.domain(index);
      double value = stored ? values[index] : value(k, information(index, mean[k]));
      if (price != null) {
        value -= price[index];
      }
      if (live != null) {
        value -= live.price(index);
      }
      found = consider(index, value, found);
    }
    return found;
  }

  /// Keeps the item if it is among the best so far; of equals, the one with the lower number.
  private int consider(int index, double value, int soFar) {
    int room = best.length;
    if (soFar == room && !isBetter(value, index, soFar - 1)) {
      return soFar;
    }
    int found = Math.min(room, soFar + 1);
    int place = found - 1;
    while (place > 0 && isBetter(value, index, place - 1)) {
      bestValue[place] = bestValue[place - 1];
      best[place] = best[place - 1];
      place--;
    }
    bestValue[place] = value;
    best[place] = index;
    return found;
  }

  private boolean isBetter(double value, int index, int place) {
    return value > bestValue[place] || (value == bestValue[place] && index < best[place]);
  }

  private void mixInChance(RandomGenerator random) {
    double greatest = 0;
    for (int i = 0; i < values.length; i++) {
      if (!averaged) {
        int k = bank.domain(i);
        values[i] = value(k, information(i, mean[k]));
      }
      if ((marks[i] & BARRED[0]) == 0) {
        greatest = Math.max(greatest, values[i]);
      }
    }
    // Barrada, Olea, Ponsoda & Abad (2008, eq. 4) with acceleration 1, as in catR.
    double length = rules.length();
    double share = length == 1 ? 1 : position * (position + 1.0) / (length * (length - 1));
    for (int i = 0; i < values.length; i++) {
      values[i] = (1 - share) * greatest * random.nextDouble() + share * values[i];
    }
  }

  /// Kullback–Leibler values in several domains, of all items.
  private void averageOverDomains() {
    for (int i = 0; i < values.length; i++) {
      int k = bank.domain(i);
      double a = bank.a(i);
      double spread = a * Math.sqrt(covariance[k * domains + k]);
      values[i] =
          NormalKullbackLeibler.average(a * (mean[k] - bank.b(i)), spread, bank.c(i), bank.d(i));
    }
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
        sum += (categories == domains ? rules.weight(i) : 1.0 / domains) * v * v;
      }
      valueFactor[k] = sum;
    }
  }

  private double value(int k, double information) {
    return switch (rules.criterion()) {
      case D_OPTIMALITY -> information * covariance[k * domains + k];
      case A_OPTIMALITY ->
          information * valueFactor[k] / (1 + information * covariance[k * domains + k]);
      case MAXIMUM_INFORMATION, EXPECTED_INFORMATION, EXPECTED_VARIANCE, KULLBACK_LEIBLER ->
          information;
    };
  }
}
