package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keys are spread evenly over the letters of the files.
final class KeySpreadRule implements Rule {
  /// Half and one and a half times a letter's even share of a domain.
  private static final double LEAST = 0.5 / 6;

  private static final double MOST = 1.5 / 6;

  /// In a file of ten, one letter at most three times.
  private static final double MOST_IN_FILE = 0.3;

  private static final int SMALLEST_FILE = 10;

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public String asks() {
    return "In every domain each letter is the key of 8.3 % to 25 % of the questions (16.7 % would"
        + " be even); in a file of ten or more, no letter is the key of more than 30 %.";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    Rule.by(bank, BankQuestion::domainId)
        .forEach((domain, questions) -> check(domain, questions, LEAST, MOST, findings));
    Rule.by(bank, BankQuestion::file)
        .forEach(
            (file, questions) -> {
              if (questions.size() >= SMALLEST_FILE) {
                check(file, questions, 0, MOST_IN_FILE, findings);
              }
            });
    return findings;
  }

  /// How often each letter is the key.
  static Map<String, Integer> counts(List<BankQuestion> questions) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String letter : List.of("A", "B", "C", "D", "E", "F")) {
      counts.put(letter, 0);
    }
    questions.forEach(question -> counts.merge(question.key(), 1, Integer::sum));
    return counts;
  }

  private void check(
      String group,
      List<BankQuestion> questions,
      double least,
      double most,
      List<Finding> findings) {
    counts(questions)
        .forEach(
            (letter, count) -> {
              double share = (double) count / questions.size();
              if (share < least || share > most) {
                findings.add(
                    of(group, letter + " is the key of " + Texts.percent(share) + ", not even"));
              }
            });
  }
}
