package dev.sextant.psychometrics.selection;

import java.util.Arrays;
import java.util.List;

/// The best whole test that holds the items already asked and meets every constraint: the shadow
/// test, from which the next item is taken (van der Linden & Reese 1998; van der Linden 2005, ch.
/// 9). Because each shadow test is feasible, so is the test in the end.
///
/// Exact: prices on resources and enemies give an upper bound (Geoffrion 1974), for which the inner
/// problem, a fixed number of items with a range per category, is solved by a greedy that is
/// optimal; branch and bound closes the gap in milliseconds where it is small. Where it is not, a
/// mixed-integer solver takes over ([MixedInteger]), and both reach the same optimum.
public final class ShadowTest {
  private static final int PRICE_STEPS = 160;
  private static final int NODE_STEPS = 6;
  private static final double TOLERANCE = 1e-9;

  /// After so many nodes the mixed-integer solver, which takes tenths of a second, is the faster.
  private static final long MAX_NODES = 20_000;

  private final long maxNodes;
  private final Constraints constraints;
  private final int items;
  private final double[] profit;
  private final int[] order;
  private int active;
  private final byte[] state;
  private final boolean[] chosen;
  private final int[] count;
  private final double[] resourcePrice;
  private final double[] enemyPrice;
  private final double[] bestResourcePrice;
  private final double[] bestEnemyPrice;
  private final boolean[] bestChosen;
  private double[] values = {};
  private double bestValue;
  private double constant;
  private long nodes;

  /// A solver for one set of constraints; it reuses its arrays, one thread at a time.
  public ShadowTest(Constraints constraints) {
    this(constraints, MAX_NODES);
  }

  /// With another number of nodes after which the mixed-integer solver takes over: 0 for at once.
  ShadowTest(Constraints constraints, long maxNodes) {
    this.constraints = constraints;
    this.maxNodes = maxNodes;
    items = constraints.category.length;
    profit = new double[items];
    order = new int[items];
    state = new byte[items];
    chosen = new boolean[items];
    bestChosen = new boolean[items];
    count = new int[constraints.least.length];
    resourcePrice = new double[constraints.limits.length];
    enemyPrice = new double[constraints.enemies.length];
    bestResourcePrice = new double[constraints.limits.length];
    bestEnemyPrice = new double[constraints.enemies.length];
  }

  /// What a whole test must meet: its length, a range of items per category, groups of which at
  /// most one item may be in, and resources (such as words) whose total is limited.
  public static final class Constraints {
    private final int length;
    private final int[] category;
    private final int[] least;
    private final int[] most;
    private final int[][] enemies;
    private final double[][] uses;
    private final double[] limits;

    /// `category` has one entry per item; `least` and `most` one per category; `enemies` lists item
    /// numbers; `uses` has one row per resource, of one number per item, and `limits` one number
    /// per resource.
    public Constraints(
        int length,
        int[] category,
        int[] least,
        int[] most,
        List<int[]> enemies,
        double[][] uses,
        double[] limits) {
      if (least.length != most.length || uses.length != limits.length) {
        throw new IllegalArgumentException("ranges and resources must come in pairs");
      }
      this.length = length;
      this.category = category.clone();
      this.least = least.clone();
      this.most = most.clone();
      this.enemies = enemies.stream().map(int[]::clone).toArray(int[][]::new);
      this.uses = new double[uses.length][];
      for (int r = 0; r < uses.length; r++) {
        this.uses[r] = uses[r].clone();
      }
      this.limits = limits.clone();
    }

    int length() {
      return length;
    }

    int[] category() {
      return category;
    }

    int[] least() {
      return least;
    }

    int[] most() {
      return most;
    }

    int[][] enemies() {
      return enemies;
    }

    double[][] uses() {
      return uses;
    }

    double[] limits() {
      return limits;
    }
  }

  /// Finds the test of greatest total value that holds all `fixed` items and none `barred`. False
  /// when there is none; then [#isChosen] says nothing.
  public boolean assemble(double[] itemValues, int[] fixed, int[] barred) {
    values = itemValues;
    Arrays.fill(state, (byte) 0);
    active = items;
    for (int i = 0; i < items; i++) {
      order[i] = i;
    }
    require(fixed, barred);
    bestValue = Double.NEGATIVE_INFINITY;
    nodes = 0;
    findPrices();
    System.arraycopy(bestResourcePrice, 0, resourcePrice, 0, resourcePrice.length);
    System.arraycopy(bestEnemyPrice, 0, enemyPrice, 0, enemyPrice.length);
    sortByProfit();
    settle();
    branch();
    if (nodes > maxNodes) {
      Arrays.fill(state, (byte) 0);
      require(fixed, barred);
      solveAsProgram();
    }
    return bestValue > Double.NEGATIVE_INFINITY;
  }

  private void require(int[] fixed, int[] barred) {
    for (int i : barred) {
      state[i] = -1;
    }
    for (int i : fixed) {
      state[i] = 1;
    }
  }

  private void solveAsProgram() {
    boolean[] solution = MixedInteger.solve(constraints, values, state);
    bestValue = solution == null ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; solution != null && i < items; i++) {
      bestChosen[i] = solution[i];
      bestValue += solution[i] ? values[i] : 0;
    }
  }

  /// Total value of the test last assembled.
  public double value() {
    return bestValue;
  }

  /// Whether the item is in the test last assembled.
  public boolean isChosen(int item) {
    return bestChosen[item];
  }

  /// How many nodes the last search looked at.
  public long nodes() {
    return nodes;
  }

  /// The most valuable item of the test last assembled that is not in `fixed`, or -1.
  public int next(int[] fixed) {
    int best = -1;
    for (int i = 0; i < items; i++) {
      if (bestChosen[i] && (best < 0 || values[i] > values[best]) && !contains(fixed, i)) {
        best = i;
      }
    }
    return best;
  }

  private static boolean contains(int[] list, int item) {
    for (int other : list) {
      if (other == item) {
        return true;
      }
    }
    return false;
  }

  /// Subgradient steps on the prices, keeping those with the lowest bound (Held & Karp 1971).
  private void findPrices() {
    Arrays.fill(resourcePrice, 0);
    Arrays.fill(enemyPrice, 0);
    double lowest = Double.POSITIVE_INFINITY;
    double pace = 1;
    int stale = 0;
    for (int step = 0; step < PRICE_STEPS; step++) {
      sortByProfit();
      double bound = relax();
      if (Double.isInfinite(bound)) {
        break;
      }
      considerChosen();
      if (bound < lowest - 1e-7) {
        lowest = bound;
        stale = 0;
        System.arraycopy(resourcePrice, 0, bestResourcePrice, 0, resourcePrice.length);
        System.arraycopy(enemyPrice, 0, bestEnemyPrice, 0, enemyPrice.length);
      } else if (++stale >= 5) {
        pace *= 0.6;
        stale = 0;
        System.arraycopy(bestResourcePrice, 0, resourcePrice, 0, resourcePrice.length);
        System.arraycopy(bestEnemyPrice, 0, enemyPrice, 0, enemyPrice.length);
        continue;
      }
      if (lowest - bestValue < TOLERANCE || !movePrices(bound, lowest, pace)) {
        break;
      }
    }
  }

  private boolean movePrices(double bound, double lowest, double pace) {
    double squares = 0;
    for (int r = 0; r < resourcePrice.length; r++) {
      double over = over(r) / constraints.limits[r];
      squares += resourcePrice[r] > 0 || over > 0 ? over * over : 0;
    }
    for (int e = 0; e < enemyPrice.length; e++) {
      int over = members(e) - 1;
      squares += enemyPrice[e] > 0 || over > 0 ? over * over : 0;
    }
    if (squares < 1e-18) {
      return false;
    }
    double target =
        Double.isInfinite(bestValue) ? 0.01 * Math.abs(lowest) : Math.max(bound - bestValue, 1e-4);
    double length = pace * target / squares;
    for (int r = 0; r < resourcePrice.length; r++) {
      double limit = constraints.limits[r];
      resourcePrice[r] = Math.max(0, resourcePrice[r] + length * over(r) / (limit * limit));
    }
    for (int e = 0; e < enemyPrice.length; e++) {
      enemyPrice[e] = Math.max(0, enemyPrice[e] + length * (members(e) - 1));
    }
    return true;
  }

  private double over(int resource) {
    double sum = -constraints.limits[resource];
    for (int i = 0; i < items; i++) {
      if (chosen[i]) {
        sum += constraints.uses[resource][i];
      }
    }
    return sum;
  }

  private int members(int set) {
    int members = 0;
    for (int i : constraints.enemies[set]) {
      members += chosen[i] ? 1 : 0;
    }
    return members;
  }

  private void sortByProfit() {
    constant = 0;
    System.arraycopy(values, 0, profit, 0, items);
    for (int r = 0; r < resourcePrice.length; r++) {
      if (resourcePrice[r] > 0) {
        constant += resourcePrice[r] * constraints.limits[r];
        for (int i = 0; i < items; i++) {
          profit[i] -= resourcePrice[r] * constraints.uses[r][i];
        }
      }
    }
    for (int e = 0; e < enemyPrice.length; e++) {
      if (enemyPrice[e] > 0) {
        constant += enemyPrice[e];
        for (int i : constraints.enemies[e]) {
          profit[i] -= enemyPrice[e];
        }
      }
    }
    // Prices move little, so the order of the last time is nearly right.
    for (int i = 1; i < active; i++) {
      int item = order[i];
      double own = profit[item];
      int k = i - 1;
      while (k >= 0 && profit[order[k]] < own) {
        order[k + 1] = order[k];
        k--;
      }
      order[k + 1] = item;
    }
  }

  /// The best test that meets length, categories and the branching so far, into `chosen`; its
  /// profit plus the prices' constant is an upper bound. Minus infinity when there is none.
  private double relax() {
    Arrays.fill(count, 0);
    Arrays.fill(chosen, false);
    int total = 0;
    double sum = constant;
    for (int i = 0; i < items; i++) {
      if (state[i] > 0) {
        chosen[i] = true;
        sum += profit[i];
        count[constraints.category[i]]++;
        total++;
      }
    }
    int missing = 0;
    for (int k = 0; k < count.length; k++) {
      if (count[k] > constraints.most[k]) {
        return Double.NEGATIVE_INFINITY;
      }
      missing += Math.max(0, constraints.least[k] - count[k]);
    }
    if (missing > 0) {
      for (int i = 0; i < active && missing > 0; i++) {
        int item = order[i];
        int k = constraints.category[item];
        if (state[item] == 0 && count[k] < constraints.least[k]) {
          chosen[item] = true;
          sum += profit[item];
          count[k]++;
          total++;
          missing--;
        }
      }
      if (missing > 0) {
        return Double.NEGATIVE_INFINITY;
      }
    }
    for (int i = 0; i < active && total < constraints.length; i++) {
      int item = order[i];
      int k = constraints.category[item];
      if (state[item] == 0 && !chosen[item] && count[k] < constraints.most[k]) {
        chosen[item] = true;
        sum += profit[item];
        count[k]++;
        total++;
      }
    }
    return total == constraints.length ? sum : Double.NEGATIVE_INFINITY;
  }

  /// Keeps `chosen` when it meets everything and is better than the best so far.
  private boolean considerChosen() {
    for (int e = 0; e < enemyPrice.length; e++) {
      if (members(e) > 1) {
        return false;
      }
    }
    for (int r = 0; r < resourcePrice.length; r++) {
      if (over(r) > TOLERANCE) {
        return false;
      }
    }
    double used = 0;
    for (int i = 0; i < items; i++) {
      used += chosen[i] ? values[i] : 0;
    }
    if (used > bestValue) {
      bestValue = used;
      System.arraycopy(chosen, 0, bestChosen, 0, items);
    }
    return true;
  }

  /// Settles items for good whose exchange alone would cost more than the gap between the bound and
  /// the best test known, and drops those settled as out from the order.
  private void settle() {
    double slack = relax() - bestValue;
    if (Double.isNaN(slack) || Double.isInfinite(slack)) {
      return;
    }
    int categories = count.length;
    double weakestAnywhere = Double.POSITIVE_INFINITY;
    double[] weakest = new double[categories];
    Arrays.fill(weakest, Double.POSITIVE_INFINITY);
    double bestAnywhere = Double.NEGATIVE_INFINITY;
    double[] best = new double[categories];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < items; i++) {
      int k = constraints.category[i];
      if (state[i] != 0) {
        continue;
      }
      if (chosen[i]) {
        weakest[k] = Math.min(weakest[k], profit[i]);
        if (count[k] > constraints.least[k]) {
          weakestAnywhere = Math.min(weakestAnywhere, profit[i]);
        }
      } else {
        best[k] = Math.max(best[k], profit[i]);
        if (count[k] < constraints.most[k]) {
          bestAnywhere = Math.max(bestAnywhere, profit[i]);
        }
      }
    }
    for (int i = 0; i < items; i++) {
      int k = constraints.category[i];
      if (state[i] != 0) {
        continue;
      }
      // One exchange within the category, or across categories that have room on both sides.
      if (chosen[i]) {
        double into = count[k] > constraints.least[k] ? Math.max(best[k], bestAnywhere) : best[k];
        if (profit[i] - into > slack) {
          state[i] = 1;
        }
      } else {
        double outOf =
            count[k] < constraints.most[k] ? Math.min(weakest[k], weakestAnywhere) : weakest[k];
        if (outOf - profit[i] > slack) {
          state[i] = -1;
        }
      }
    }
    int kept = 0;
    for (int i = 0; i < items; i++) {
      if (state[order[i]] == 0) {
        order[kept++] = order[i];
      }
    }
    active = kept;
  }

  /// Solves the part of the problem that the branching so far leaves, from the prices that stand.
  private void branch() {
    if (++nodes > maxNodes) {
      return;
    }
    double[] resourcesBefore = resourcePrice.clone();
    double[] enemiesBefore = enemyPrice.clone();
    if (!isPruned()) {
      int item = branchItem();
      if (item >= 0) {
        state[item] = -1;
        branch();
        state[item] = 1;
        branch();
        state[item] = 0;
      }
    }
    System.arraycopy(resourcesBefore, 0, resourcePrice, 0, resourcePrice.length);
    System.arraycopy(enemiesBefore, 0, enemyPrice, 0, enemyPrice.length);
  }

  /// Moves the prices for a few steps until the bound shows that nothing better is left.
  private boolean isPruned() {
    double lowest = Double.POSITIVE_INFINITY;
    double pace = 1;
    for (int step = 0; step < NODE_STEPS; step++) {
      sortByProfit();
      double bound = relax();
      if (bound <= bestValue + TOLERANCE) {
        return true;
      }
      considerChosen();
      if (bound <= bestValue + TOLERANCE) {
        return true;
      }
      if (bound < lowest) {
        lowest = bound;
      } else {
        pace *= 0.5;
      }
      if (step + 1 < NODE_STEPS && !movePrices(bound, lowest, pace)) {
        break;
      }
    }
    sortByProfit();
    return relax() <= bestValue + TOLERANCE;
  }

  /// A member of a violated enemy set, or else the chosen item whose loss would cost least: the
  /// search then settles first what is most in doubt.
  private int branchItem() {
    for (int[] set : constraints.enemies) {
      int inside = 0;
      int cheapest = -1;
      for (int i : set) {
        if (chosen[i]) {
          inside++;
          if (state[i] == 0 && (cheapest < 0 || profit[i] < profit[cheapest])) {
            cheapest = i;
          }
        }
      }
      if (inside > 1 && cheapest >= 0) {
        return cheapest;
      }
    }
    // Replacements: the best unchosen item of each category, and of any category with room.
    int categories = count.length;
    double anywhere = Double.NEGATIVE_INFINITY;
    double[] within = new double[categories];
    Arrays.fill(within, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < active; i++) {
      int own = order[i];
      int k = constraints.category[own];
      if (!chosen[own] && state[own] == 0) {
        within[k] = Math.max(within[k], profit[own]);
        if (count[k] < constraints.most[k]) {
          anywhere = Math.max(anywhere, profit[own]);
        }
      }
    }
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < items; i++) {
      if (chosen[i] && state[i] == 0) {
        int k = constraints.category[i];
        double replacement =
            count[k] > constraints.least[k] ? Math.max(anywhere, within[k]) : within[k];
        double loss = profit[i] - replacement;
        if (loss < least) {
          least = loss;
          best = i;
        }
      }
    }
    return best;
  }
}
