package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.model.ItemBank;
import java.util.Objects;

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

  public SelectionRules(
      ItemBank bank,
      Blueprint blueprint,
      int length,
      Criterion criterion,
      ExposureRule exposure,
      EnemySets enemies) {
    this.bank = Objects.requireNonNull(bank, "bank");
    this.blueprint = Objects.requireNonNull(blueprint, "blueprint");
    this.criterion = Objects.requireNonNull(criterion, "criterion");
    this.exposure = Objects.requireNonNull(exposure, "exposure");
    if (length < 1) {
      throw new IllegalArgumentException("length must be 1 or more, was " + length);
    }
    if (blueprint.domains() != bank.domains()) {
      throw new IllegalArgumentException(
          "blueprint and bank must have the same domains, had "
              + blueprint.domains()
              + " and "
              + bank.domains());
    }
    this.length = length;
    this.enemies = enemies.enemiesIn(bank);
    int n = bank.domains();
    weights = new double[n];
    least = new int[n];
    most = new int[n];
    for (int k = 0; k < n; k++) {
      weights[k] = blueprint.weights().get(k);
      least[k] = blueprint.least(k, length);
      most[k] = blueprint.most(k, length);
    }
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
