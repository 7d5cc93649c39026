package dev.sextant.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Draws the form of a fixed exam: as many questions of each domain as the blueprint says, by
/// chance but always the same for a session.
///
/// Enemies are kept apart as long as the pool allows; what a domain lacks, the others give.
public final class FixedForm {
  private FixedForm() {}

  /// The form; shorter than the exam only if the pool is.
  public static List<Asked> draw(Exam exam, Pool pool, SessionId session) {
    var random = new SplittableRandom(Seed.of(session.value(), "form"));
    Map<String, List<Pool.Entry>> byDomain = new HashMap<>();
    for (Pool.Entry entry : shuffled(pool.entries(), random)) {
      byDomain.computeIfAbsent(entry.domainId(), d -> new ArrayList<>()).add(entry);
    }
    Map<String, Integer> quota = quotas(exam);
    List<Pool.Entry> drawn = new ArrayList<>();
    Set<String> barred = new HashSet<>();
    for (Exam.Share share : exam.blueprint()) {
      List<Pool.Entry> left = byDomain.getOrDefault(share.domainId(), List.of());
      take(left, quota.getOrDefault(share.domainId(), 0), drawn, barred);
    }
    List<Pool.Entry> rest = new ArrayList<>();
    exam.blueprint()
        .forEach(share -> rest.addAll(byDomain.getOrDefault(share.domainId(), List.of())));
    rest.removeAll(drawn);
    take(rest, exam.maxLength() - drawn.size(), drawn, barred);
    rest.removeAll(drawn);
    take(rest, exam.maxLength() - drawn.size(), drawn, new HashSet<>());

    List<Asked> form = new ArrayList<>();
    for (Pool.Entry entry : shuffled(drawn, random)) {
      String domain = entry.domainId();
      long count = drawn.stream().filter(d -> d.domainId().equals(domain)).count();
      form.add(
          new Asked(
              form.size() + 1,
              entry.question(),
              domain,
              new Pick(
                  Pick.By.FIXED,
                  byDomain.getOrDefault(domain, List.of()).size(),
                  1,
                  0,
                  domain + ": " + count + " of " + exam.maxLength(),
                  "none",
                  List.of())));
    }
    return List.copyOf(form);
  }

  /// Whole numbers of questions by largest remainder (Hamilton's method); ties go to the domain
  /// that comes first.
  static Map<String, Integer> quotas(Exam exam) {
    double sum = exam.blueprint().stream().mapToDouble(Exam.Share::weight).sum();
    Map<String, Integer> quota = new HashMap<>();
    Map<String, Double> remainder = new HashMap<>();
    int given = 0;
    for (Exam.Share share : exam.blueprint()) {
      double exact = exam.maxLength() * share.weight() / sum;
      int whole = (int) Math.floor(exact + 1e-9);
      quota.put(share.domainId(), whole);
      remainder.put(share.domainId(), exact - whole);
      given += whole;
    }
    List<Exam.Share> byRemainder = new ArrayList<>(exam.blueprint());
    byRemainder.sort(
        Comparator.comparingDouble(
                (Exam.Share share) -> remainder.getOrDefault(share.domainId(), 0.0))
            .reversed());
    for (int i = 0; given < exam.maxLength() && i < byRemainder.size(); i++, given++) {
      quota.merge(byRemainder.get(i).domainId(), 1, Integer::sum);
    }
    return quota;
  }

  private static void take(
      List<Pool.Entry> from, int most, List<Pool.Entry> drawn, Set<String> barred) {
    int left = most;
    for (Pool.Entry entry : from) {
      if (left <= 0) {
        return;
      }
      if (!barred.contains(entry.question().id())) {
        drawn.add(entry);
        barred.addAll(entry.enemies());
        left--;
      }
    }
  }

  private static List<Pool.Entry> shuffled(List<Pool.Entry> entries, SplittableRandom random) {
    List<Pool.Entry> order = new ArrayList<>(entries);
    order.sort(Comparator.comparing(entry -> entry.question().id()));
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    return order;
  }
}
