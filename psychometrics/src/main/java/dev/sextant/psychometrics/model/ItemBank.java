package dev.sextant.psychometrics.model;

import dev.sextant.psychometrics.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The items of one exam, numbered 0 to size - 1 in the order given, with their parameters in
/// parallel arrays, because the choice of an item reads all of them.
///
/// Immutable and safe to share between threads. Ids are unique and every domain is below `domains`;
/// a domain may be empty (the blueprint then says whether that matters).
public final class ItemBank {
  private final int domains;
  private final List<Item> items;
  private final Map<String, Integer> indexById;
  private final int[][] byDomain;
  private final int[] domain;
  private final double[] a;
  private final double[] b;
  private final double[] c;
  private final double[] d;

  private ItemBank(int domains, List<Item> items) {
    this.domains = domains;
    this.items = items;
    int n = items.size();
    indexById = HashMap.newHashMap(n);
    domain = new int[n];
    a = new double[n];
    b = new double[n];
    c = new double[n];
    d = new double[n];
    int[] counts = new int[domains];
    for (int i = 0; i < n; i++) {
      Item item = items.get(i);
      if (item.domain() >= domains) {
        throw new IllegalArgumentException(
            "domain must be below " + domains + ", was " + item.domain() + " of " + item.id());
      }
      if (indexById.put(item.id(), i) != null) {
        throw new IllegalArgumentException("item ids must be unique, twice: " + item.id());
      }
      domain[i] = item.domain();
      a[i] = item.a();
      b[i] = item.b();
      c[i] = item.c();
      d[i] = item.d();
      counts[item.domain()]++;
    }
    byDomain = new int[domains][];
    for (int k = 0; k < domains; k++) {
      byDomain[k] = new int[counts[k]];
      counts[k] = 0;
    }
    for (int i = 0; i < n; i++) {
      byDomain[domain[i]][counts[domain[i]]++] = i;
    }
  }

  /// A bank of the given items over domains 0 to `domains` - 1.
  public static ItemBank of(int domains, List<Item> items) {
    if (domains < 1) {
      throw new IllegalArgumentException("domains must be 1 or more, was " + domains);
    }
    return new ItemBank(domains, List.copyOf(items));
  }

  public int domains() {
    return domains;
  }

  public int size() {
    return domain.length;
  }

  public Item item(int index) {
    return items.get(index);
  }

  public List<Item> items() {
    return items;
  }

  /// The number of the item with this id, if the bank has it.
  public OptionalInt indexOf(String id) {
    Integer index = indexById.get(id);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
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

  /// How many items the domain has.
  public int countIn(int domain) {
    return byDomain[domain].length;
  }

  /// The number of the domain's n-th item.
  public int indexIn(int domain, int n) {
    return byDomain[domain][n];
  }
}
