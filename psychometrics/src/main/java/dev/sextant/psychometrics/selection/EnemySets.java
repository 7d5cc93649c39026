package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.model.ItemBank;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// Groups of item ids of which at most one may be asked in an exam, because one gives another away.
/// An item may be in several groups; ids the bank does not have are ignored.
///
/// As a constraint, `Σ x_i <= 1` over each group (van der Linden 2005).
public record EnemySets(List<Set<String>> sets) {
  public EnemySets {
    sets = sets.stream().map(Set::copyOf).toList();
  }

  public static EnemySets none() {
    return new EnemySets(List.of());
  }

  /// The groups as item numbers of the bank, those with fewer than two left out.
  List<int[]> groupsIn(ItemBank bank) {
    return sets.stream()
        .map(
            set ->
                set.stream()
                    .map(bank::indexOf)
                    .filter(OptionalInt::isPresent)
                    .mapToInt(OptionalInt::getAsInt)
                    .sorted()
                    .toArray())
        .filter(group -> group.length > 1)
        .toList();
  }

  /// For each item of the bank, the numbers of its enemies.
  int[][] enemiesIn(ItemBank bank) {
    var enemies = new ArrayList<Set<Integer>>(bank.size());
    for (int i = 0; i < bank.size(); i++) {
      enemies.add(new TreeSet<>());
    }
    for (Set<String> set : sets) {
      int[] members =
          set.stream()
              .map(bank::indexOf)
              .filter(OptionalInt::isPresent)
              .mapToInt(OptionalInt::getAsInt)
              .toArray();
      for (int one : members) {
        for (int other : members) {
          if (one != other) {
            enemies.get(one).add(other);
          }
        }
      }
    }
    int[][] arrays = new int[bank.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = enemies.get(i).stream().mapToInt(Integer::intValue).toArray();
    }
    return arrays;
  }
}
