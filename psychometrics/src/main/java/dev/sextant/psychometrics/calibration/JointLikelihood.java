package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Calibration over D correlated domains at once, and of the populations: means and covariances of
/// the abilities in each group of people.
///
/// What is maximised is the probability of all answers of a person together. In one domain's items
/// that probability depends on the own answers only, given what the others say of the person: so
/// domains take turns, each by marginal maximum likelihood with a normal prior per person that the
/// person's other answers make ([DomainMessages]), and the populations take theirs. This is what
/// makes it right under adaptive delivery, where the items asked in one domain depend on answers in
/// the others: calibrating each domain alone would take hard items for easier ones.
///
/// Standard errors of items take populations as known and the other way round; both are of the
/// order of one over the root of the people, the cross terms are small when tests are long.
///
/// The marginal log-likelihood is `Σ_i ln ∫ Π_j P_j(θ)^u (1 - P_j(θ))^(1-u) φ(θ; μ_g, Σ_g) dθ` over
/// persons i of groups g: that of Bock & Aitkin (1981), in D dimensions and for several groups.
public final class JointLikelihood {
  private static final int MAX_ROUNDS = 60;
  private static final int MAX_STEPS = 50;

  private JointLikelihood() {}

  /// Calibrates all columns of `data`: column j is `ids.get(j)` in domain `domainOf[j]`, from 0 to
  /// below D. Row n belongs to group `groups[n]`; group 0 has means 0 and variances 1, which sets
  /// the scale. The tolerance is the largest move of b, ln a, means and covariances in the last
  /// turn that counts as none: [MarginalLikelihood.Settings#tolerance] times ten.
  public static JointCalibration fit(
      ResponseMatrix data,
      List<String> ids,
      int[] domainOf,
      int[] groups,
      ItemModel model,
      List<ItemPrior> priors,
      MarginalLikelihood.Settings settings) {
    if (ids.size() != data.items()
        || priors.size() != data.items()
        || domainOf.length != data.items()) {
      throw new IllegalArgumentException(
          "as many ids, domains and priors as items are needed, had "
              + ids.size()
              + ", "
              + domainOf.length
              + " and "
              + priors.size()
              + " for "
              + data.items());
    }
    int domains = Arrays.stream(domainOf).max().orElse(0) + 1;
    var columns = new ArrayList<Columns>();
    for (int k = 0; k < domains; k++) {
      columns.add(Columns.of(data, k, domainOf, ids, priors, model));
    }
    double tolerance = 10 * settings.tolerance();
    var search =
        new PopulationSearch(
            data, domains, groups, true, settings.quadrature(), settings.parallel());
    List<Item> items = new ArrayList<>();
    for (int j = 0; j < data.items(); j++) {
      items.add(Item.rasch(ids.get(j), domainOf[j], 0));
    }
    var quick = settings.withoutStandardErrors();
    for (Columns own : columns) {
      own.fit(items, null, quick);
    }
    int rounds = 0;
    double moved = Double.POSITIVE_INFINITY;
    while (moved >= tolerance && rounds < MAX_ROUNDS) {
      rounds++;
      search.items(items);
      search.pass();
      double before = moved;
      moved = search.step();
      search.step();
      // Far from the end there is no use in climbing to the very top.
      double coarse = settings.tolerance() * Math.clamp(before / tolerance, 1, 100);
      for (Columns own : columns) {
        moved = Math.max(moved, own.fit(items, search, quick.withTolerance(coarse)));
      }
    }
    search.items(items);
    search.pass();
    for (Columns own : columns) {
      own.fit(items, search, settings);
    }
    var calibrated = new CalibratedItem[data.items()];
    for (Columns own : columns) {
      own.copyInto(calibrated);
    }
    return new JointCalibration(
        List.of(calibrated), search.populations(), search.logEvidence(), rounds, moved < tolerance);
  }

  /// Means and covariances of the groups for items that are known and set the scale: one population
  /// per group, all free. Column j of `data` is item j; row n belongs to group `groups[n]`.
  public static List<Population> populations(
      ResponseMatrix data, List<Item> items, int[] groups, MarginalLikelihood.Settings settings) {
    if (items.size() != data.items()) {
      throw new IllegalArgumentException(
          "as many items as columns are needed, had " + items.size() + " and " + data.items());
    }
    int domains = items.stream().mapToInt(Item::domain).max().orElse(0) + 1;
    var search =
        new PopulationSearch(
            data, domains, groups, false, settings.quadrature(), settings.parallel());
    search.items(items);
    search.pass();
    double moved = Double.POSITIVE_INFINITY;
    for (int step = 0; step < MAX_STEPS && moved >= settings.tolerance(); step++) {
      moved = search.step();
    }
    return search.populations();
  }

  /// The columns of one domain, and the rows that answered any of them.
  private static final class Columns {
    private final int domain;
    private final int[] columns;
    private final int[] rows;
    private final ResponseMatrix data;
    private final List<String> ids;
    private final List<ItemPrior> priors;
    private final ItemModel model;
    private @Nullable Calibration last;

    private Columns(
        int domain,
        int[] columns,
        int[] rows,
        ResponseMatrix data,
        List<String> ids,
        List<ItemPrior> priors,
        ItemModel model) {
      this.domain = domain;
      this.columns = columns;
      this.rows = rows;
      this.data = data;
      this.ids = ids;
      this.priors = priors;
      this.model = model;
    }

    static Columns of(
        ResponseMatrix all,
        int domain,
        int[] domainOf,
        List<String> ids,
        List<ItemPrior> priors,
        ItemModel model) {
      int[] columns =
          IntStream.range(0, domainOf.length).filter(j -> domainOf[j] == domain).toArray();
      if (columns.length == 0) {
        throw new IllegalArgumentException("domain " + domain + " must have an item");
      }
      int[] place = new int[domainOf.length];
      for (int i = 0; i < columns.length; i++) {
        place[columns[i]] = i;
      }
      var builder = ResponseMatrix.builder(columns.length);
      var rows = IntStream.builder();
      for (int person = 0; person < all.persons(); person++) {
        boolean asked = false;
        for (int at = all.start(person); at < all.start(person + 1); at++) {
          if (domainOf[all.item(at)] == domain) {
            builder.addAnswer(place[all.item(at)], all.correct(at));
            asked = true;
          }
        }
        if (asked) {
          builder.endPerson(all.weight(person));
          rows.add(person);
        }
      }
      return new Columns(
          domain,
          columns,
          rows.build().toArray(),
          builder.build(),
          Arrays.stream(columns).mapToObj(ids::get).toList(),
          Arrays.stream(columns).mapToObj(priors::get).toList(),
          model);
    }

    /// Fits the domain's items into `items`; returns the largest move of b and ln a.
    double fit(
        List<Item> items, @Nullable PopulationSearch search, MarginalLikelihood.Settings settings) {
      var expectation =
          search == null
              ? new Expectation(data, settings.quadrature(), settings.parallel())
              : new Expectation(
                  data,
                  settings.quadrature(),
                  search.othersMeans(domain, rows),
                  search.othersDeviations(domain, rows),
                  settings.parallel());
      List<Item> known =
          search == null ? null : Arrays.stream(columns).mapToObj(items::get).toList();
      var fit = MarginalLikelihood.fit(expectation, ids, domain, model, priors, settings, known);
      last = fit;
      double moved = 0;
      for (int i = 0; i < columns.length; i++) {
        Item now = fit.items().get(i).item();
        Item before = items.set(columns[i], now);
        moved = Math.max(moved, Math.abs(now.b() - before.b()));
        moved = Math.max(moved, Math.abs(Math.log(now.a() / before.a())));
      }
      return moved;
    }

    void copyInto(CalibratedItem[] all) {
      Calibration fit = last;
      if (fit != null) {
        for (int i = 0; i < columns.length; i++) {
          all[columns[i]] = fit.items().get(i);
        }
      }
    }
  }
}
