package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.model.ItemBank;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What one exam's picks obey: its items, its blueprint over `length` questions, the criterion,
/// exposure control and enemies. Immutable; [ItemSelector] applies it.
public final class SelectionRules {
  private final ItemBank bank;
  private final Blueprint blueprint;
  private final int length;
  private final Criterion criterion;
  private final ExposureRule exposure;
  private final int[][] enemies;
  private final double[] weights;
  private final int[] least;
  private final int[] most;
  private final int[] category;
  private final int[][] byCategory;
  private final InformationIndex @Nullable [] index;
  private final EnemySets enemySets;
  private ShadowTest.@Nullable Constraints shadow;
  private final double @Nullable [] price;
  private final double @Nullable [] admission;

  /// Quotas per domain: see the other constructor.
  public SelectionRules(
      ItemBank bank,
      Blueprint blueprint,
      int length,
      Criterion criterion,
      ExposureRule exposure,
      EnemySets enemies) {
    this(matching(bank, blueprint), blueprint, length, criterion, exposure, enemies, Item::domain);
  }

  /// The blueprint shares the exam out over `category` (0 to blueprint size - 1) of the items,
  /// which is their domain unless several kinds of content are measured on one scale.
  public SelectionRules(
      ItemBank bank,
      Blueprint blueprint,
      int length,
      Criterion criterion,
      ExposureRule exposure,
      EnemySets enemies,
      ToIntFunction<Item> category) {
    this.bank = Objects.requireNonNull(bank, "bank");
    this.blueprint = Objects.requireNonNull(blueprint, "blueprint");
    this.criterion = Objects.requireNonNull(criterion, "criterion");
    this.exposure = Objects.requireNonNull(exposure, "exposure");
    if (length < 1) {
      throw new IllegalArgumentException("length must be 1 or more, was " + length);
    }
    if (criterion.needsGrid(bank.domains()) && bank.domains() != 1) {
      throw new IllegalArgumentException(
          criterion + " needs a bank with one domain, had " + bank.domains());
    }
    this.length = length;
    enemySets = enemies;
    this.enemies = enemies.enemiesIn(bank);
    int n = blueprint.domains();
    this.category = new int[bank.size()];
    int[] counts = new int[n];
    for (int i = 0; i < bank.size(); i++) {
      int own = category.applyAsInt(bank.item(i));
      if (own < 0 || own >= n) {
        throw new IllegalArgumentException(
            "the blueprint has " + n + " domains, item " + bank.item(i).id() + " is in " + own);
      }
      this.category[i] = own;
      counts[own]++;
    }
    byCategory = new int[n][];
    for (int k = 0; k < n; k++) {
      byCategory[k] = new int[counts[k]];
      counts[k] = 0;
    }
    for (int i = 0; i < bank.size(); i++) {
      int own = this.category[i];
      byCategory[own][counts[own]++] = i;
    }
    index = indexes();
    price = exposure instanceof ExposureRule.Priced rule ? perItem(rule.priceById(), 0) : null;
    admission =
        exposure instanceof ExposureRule.SympsonHetter rule
            ? perItem(rule.admissionById(), 1)
            : null;
    weights = new double[n];
    least = new int[n];
    most = new int[n];
    for (int k = 0; k < n; k++) {
      weights[k] = blueprint.weights().get(k);
      least[k] = blueprint.least(k, length);
      most[k] = blueprint.most(k, length);
    }
  }

  private static ItemBank matching(ItemBank bank, Blueprint blueprint) {
    if (blueprint.domains() != bank.domains()) {
      throw new IllegalArgumentException(
          "blueprint and bank must have the same domains, had "
              + blueprint.domains()
              + " and "
              + bank.domains());
    }
    return bank;
  }

  /// One per category, where the criterion rises with information at one ability per category.
  private InformationIndex @Nullable [] indexes() {
    if (criterion.needsGrid(bank.domains())
        || criterion == Criterion.KULLBACK_LEIBLER
        || !(exposure instanceof ExposureRule.None
            || exposure instanceof ExposureRule.Randomesque
            || exposure instanceof ExposureRule.SympsonHetter)
        || !InformationIndex.isPossible(bank)) {
      return null;
    }
    var indexes = new InformationIndex[byCategory.length];
    for (int k = 0; k < indexes.length; k++) {
      for (int item : byCategory[k]) {
        if (bank.domain(item) != bank.domain(byCategory[k][0])) {
          return null;
        }
      }
      indexes[k] = new InformationIndex(bank, byCategory[k]);
    }
    return indexes;
  }

  /// The same rules, with every pick taken from a whole test that meets all of them and these
  /// limits exactly: see [ShadowTest]. For exams of fixed length. Where no such test exists, picks
  /// fall back to the rules alone.
  public SelectionRules exactly(List<Resource> resources) {
    var rules =
        new SelectionRules(
            bank, blueprint, length, criterion, exposure, enemySets, item -> categoryOf(item));
    double[][] uses = new double[resources.size()][bank.size()];
    double[] limits = new double[resources.size()];
    for (int r = 0; r < limits.length; r++) {
      limits[r] = resources.get(r).limit();
      for (int i = 0; i < bank.size(); i++) {
        uses[r][i] = resources.get(r).useById().getOrDefault(bank.item(i).id(), 0.0);
      }
    }
    rules.shadow =
        new ShadowTest.Constraints(
            length, category, least, most, enemySets.groupsIn(bank), uses, limits);
    return rules;
  }

  private int categoryOf(Item item) {
    return category[bank.indexOf(item.id()).orElseThrow()];
  }

  ShadowTest.@Nullable Constraints shadow() {
    return shadow;
  }

  private double[] perItem(Map<String, Double> byId, double otherwise) {
    double[] values = new double[bank.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = byId.getOrDefault(bank.item(i).id(), otherwise);
    }
    return values;
  }

  public ItemBank bank() {
    return bank;
  }

  public Blueprint blueprint() {
    return blueprint;
  }

  public int length() {
    return length;
  }

  public Criterion criterion() {
    return criterion;
  }

  public ExposureRule exposure() {
    return exposure;
  }

  int category(int index) {
    return category[index];
  }

  int[] itemsIn(int category) {
    return byCategory[category];
  }

  InformationIndex @Nullable [] index() {
    return index;
  }

  double @Nullable [] price() {
    return price;
  }

  double @Nullable [] admission() {
    return admission;
  }

  int[] enemies(int index) {
    return enemies[index];
  }

  double weight(int domain) {
    return weights[domain];
  }

  int least(int domain) {
    return least[domain];
  }

  int most(int domain) {
    return most[domain];
  }
}
