package dev.sextant.psychometrics;

import static java.util.Objects.requireNonNull;

import dev.sextant.psychometrics.estimation.Answers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The banks and response patterns of the reference's `scoring` folder, the scaling constant D
/// multiplied into a.
public final class ScoringCases {
  private ScoringCases() {}

  /// a, b, c and d of every item, by `bank item`.
  public static Map<String, double[]> items() {
    Map<String, double[]> items = new HashMap<>();
    for (String bank : new String[] {"uni2pl", "uni3pl", "uni3pl_D1702", "uni4pl"}) {
      for (Reference.Row row : Reference.csv("scoring/bank_" + bank + ".csv")) {
        items.put(
            bank + " " + row.text("item"),
            new double[] {
              row.number("a") * row.number("D"), row.number("b"), row.number("c"), row.number("d")
            });
      }
    }
    return items;
  }

  /// The answers of every pattern, by case, in the file's order.
  public static Map<String, Answers> patterns() {
    Map<String, double[]> items = items();
    Map<String, Answers> patterns = new LinkedHashMap<>();
    for (Reference.Row row : Reference.csv("scoring/patterns.csv")) {
      var answers = new Answers();
      int[] asked = row.integers("items");
      int[] right = row.integers("responses");
      if (asked.length != row.integer("n") || right.length != asked.length) {
        throw new IllegalStateException("n must be the number of items: " + row);
      }
      for (int i = 0; i < asked.length; i++) {
        double[] item = requireNonNull(items.get(row.text("bank") + " " + asked[i]));
        answers.add(0, item[0], item[1], item[2], item[3], right[i] == 1);
      }
      patterns.put(row.text("case_id"), answers);
    }
    return patterns;
  }
}
