package dev.sextant.classes;

/// Chance without chance: 1, 2, 3, …
public final class CountingChance implements Chance {
  private long last;

  @Override
  public synchronized String id() {
    return "id-" + ++last;
  }

  @Override
  public synchronized String secret() {
    return "secret-" + ++last;
  }

  @Override
  public synchronized long bits() {
    return ++last;
  }
}
