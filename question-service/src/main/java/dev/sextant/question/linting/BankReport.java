package dev.sextant.question.linting;

import dev.sextant.question.Difficulty;
import dev.sextant.question.Level;
import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a bank looks like to the linter, as a page that an author reads.
public final class BankReport {
  private BankReport() {}

  /// The report in Markdown.
  public static String of(Bank bank, Linter linter) {
    List<Finding> findings = linter.lint(bank);
    List<String> lines = new ArrayList<>();
    lines.add("# The bank `" + bank.course().id() + "` as the linter sees it");
    lines.add("");
    lines.add(
        findings.isEmpty()
            ? bank.questions().size() + " questions, nothing to mend."
            : bank.questions().size() + " questions, **" + findings.size() + " things to mend**.");
    lines.add("");
    Map<String, List<BankQuestion>> groups =
        new LinkedHashMap<>(Rule.by(bank, BankQuestion::domainId));
    groups.put("the bank", bank.questions());
    table(
        lines,
        List.of(
            "domain",
            "questions",
            "easy / medium / hard",
            "recall / apply / analyse",
            "calculated",
            "keys A to F"),
        groups,
        (questions) ->
            List.of(
                Integer.toString(questions.size()),
                Arrays.stream(Difficulty.values())
                    .map(d -> count(questions, q -> q.difficulty() == d))
                    .collect(Collectors.joining(" / ")),
                Arrays.stream(Level.values())
                    .map(l -> count(questions, q -> q.level() == l))
                    .collect(Collectors.joining(" / ")),
                count(questions, q -> !q.calculations().isEmpty()),
                KeySpreadRule.counts(questions).values().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(" "))));
    lines.add("What a guesser without knowledge could use; chance is 16.7 %.");
    lines.add("");
    table(
        lines,
        List.of(
            "domain",
            "right is longest",
            "right is shortest",
            "length right : wrong",
            "absolute words right",
            "absolute words wrong",
            "score by the stem's words",
            "limit"),
        groups,
        (questions) ->
            List.of(
                Texts.percent(CoverageRule.share(questions, LengthRule::rightIsLongest)),
                Texts.percent(CoverageRule.share(questions, LengthRule::rightIsShortest)),
                Texts.ratio(LengthRule.meanRatio(questions)),
                Texts.percent(AbsoluteWordsRule.right(questions)),
                Texts.percent(AbsoluteWordsRule.wrong(questions)),
                Texts.percent(CueRule.overlapScore(questions)),
                Texts.percent(CueRule.limit(questions.size()))));
    lines.add(
        "The two most similar stems: " + Texts.ratio(SimilarityRule.closestStems(bank)) + ".");
    lines.add("");
    lines.add("## Rules");
    lines.add("");
    for (Rule rule : linter.rules()) {
      long broken = findings.stream().filter(f -> f.rule().equals(rule.name())).count();
      lines.add(
          "- **%s** (%s): %s"
              .formatted(rule.name(), broken == 0 ? "kept" : broken + " to mend", rule.asks()));
    }
    if (!findings.isEmpty()) {
      lines.add("");
      lines.add("## To mend");
      lines.add("");
      findings.forEach(finding -> lines.add("- " + finding));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String count(
      List<BankQuestion> questions, java.util.function.Predicate<BankQuestion> which) {
    return Long.toString(questions.stream().filter(which).count());
  }

  private static void table(
      List<String> lines,
      List<String> columns,
      Map<String, List<BankQuestion>> groups,
      java.util.function.Function<List<BankQuestion>, List<String>> cells) {
    lines.add("| " + String.join(" | ", columns) + " |");
    lines.add("|" + " --- |".repeat(columns.size()));
    groups.forEach(
        (group, questions) ->
            lines.add("| " + group + " | " + String.join(" | ", cells.apply(questions)) + " |"));
    lines.add("");
  }
}
