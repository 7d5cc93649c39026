package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import java.util.ArrayList;
import java.util.List;

/// Holds a bank against all rules.
public final class Linter {
  private final List<Rule> rules;

  public Linter(PythonSyntax python) {
    this.rules =
        List.of(
            new StructureRule(),
            new CoverageRule(),
            new SimilarityRule(),
            new WordingRule(),
            new MarkdownRule(),
            new CodeRule(python),
            new LengthRule(),
            new KeySpreadRule(),
            new AbsoluteWordsRule(),
            new CueRule(),
            new CalculationRule());
  }

  /// All that an author has to mend; empty when the bank keeps every rule.
  public List<Finding> lint(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    rules.forEach(rule -> findings.addAll(rule.check(bank)));
    return findings;
  }

  List<Rule> rules() {
    return rules;
  }
}
