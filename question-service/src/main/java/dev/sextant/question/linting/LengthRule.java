package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.List;

/// The right option is neither the longest nor the shortest more often than chance would have it.
final class LengthRule implements Rule {
  /// Of six options, chance makes each the longest in a sixth of the questions.
  static final double MAX_LONGEST = 0.25;

  static final double MIN_RATIO = 0.9;
  static final double MAX_RATIO = 1.1;

  @Override
  public String name() {
    return "length";
  }

  @Override
  public String asks() {
    return "In every domain the right option is longer than all others in at most 25 % of the"
        + " questions and shorter than all others in at most 25 %; the mean of its length over the"
        + " mean length of the wrong ones lies within 0.9 and 1.1.";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    Rule.by(bank, BankQuestion::domainId)
        .forEach(
            (domain, questions) -> {
              double longest = CoverageRule.share(questions, LengthRule::rightIsLongest);
              if (longest > MAX_LONGEST) {
                findings.add(
                    of(domain, "the right option is the longest in " + Texts.percent(longest)));
              }
              double shortest = CoverageRule.share(questions, LengthRule::rightIsShortest);
              if (shortest > MAX_LONGEST) {
                findings.add(
                    of(domain, "the right option is the shortest in " + Texts.percent(shortest)));
              }
              double ratio = meanRatio(questions);
              if (ratio < MIN_RATIO || ratio > MAX_RATIO) {
                findings.add(
                    of(domain, "the mean length of right over wrong is " + Texts.ratio(ratio)));
              }
            });
    return findings;
  }

  static boolean rightIsLongest(BankQuestion question) {
    int right = question.right().strip().length();
    return question.wrong().stream().allMatch(wrong -> wrong.strip().length() < right);
  }

  static boolean rightIsShortest(BankQuestion question) {
    int right = question.right().strip().length();
    return question.wrong().stream().allMatch(wrong -> wrong.strip().length() > right);
  }

  static double meanRatio(List<BankQuestion> questions) {
    return questions.stream()
        .mapToDouble(
            question ->
                question.right().strip().length()
                    / question.wrong().stream()
                        .mapToInt(wrong -> wrong.strip().length())
                        .average()
                        .orElse(1))
        .average()
        .orElse(1);
  }
}
