package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Absolute words are as common in right options as in wrong ones.
///
/// Measured as two proportions, options with such a word among the right and among the wrong. They
/// differ when the pooled two-proportion z is above 1.96, the usual 5 % point of the normal
/// distribution: below it, the difference is what chance brings.
final class AbsoluteWordsRule implements Rule {
  private static final double MAX_Z = 1.96;
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?i)\\b(always|never|only|all|none|must|every|any|guarantee[sd]?|impossible|cannot|"
              + "completely|entirely|exclusively)\\b");

  @Override
  public String name() {
    return "absolute-words";
  }

  @Override
  public String asks() {
    return "The shares of right and of wrong options with an absolute word (always, never, only,"
        + " all, none, must, …) do not differ: two-proportion z within 1.96, in every domain and in"
        + " the bank.";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    Rule.by(bank, BankQuestion::domainId)
        .forEach((domain, questions) -> check(domain, questions, findings));
    check("bank", bank.questions(), findings);
    return findings;
  }

  private void check(String group, List<BankQuestion> questions, List<Finding> findings) {
    double z = z(questions);
    if (Math.abs(z) > MAX_Z) {
      findings.add(
          of(
              group,
              "absolute words stand in %s of the right and %s of the wrong options (z %s)"
                  .formatted(
                      Texts.percent(right(questions)),
                      Texts.percent(wrong(questions)),
                      Texts.ratio(z))));
    }
  }

  static double right(List<BankQuestion> questions) {
    return CoverageRule.share(questions, question -> absolute(question.right()));
  }

  static double wrong(List<BankQuestion> questions) {
    List<String> options = questions.stream().flatMap(q -> q.wrong().stream()).toList();
    return options.isEmpty()
        ? 0
        : (double) options.stream().filter(AbsoluteWordsRule::absolute).count() / options.size();
  }

  private static double z(List<BankQuestion> questions) {
    double rights = questions.size();
    double wrongs = questions.stream().mapToInt(q -> q.wrong().size()).sum();
    double pooled = (right(questions) * rights + wrong(questions) * wrongs) / (rights + wrongs);
    double error = Math.sqrt(pooled * (1 - pooled) * (1 / rights + 1 / wrongs));
    return error > 0 ? (right(questions) - wrong(questions)) / error : 0;
  }

  private static boolean absolute(String text) {
    return ABSOLUTE.matcher(Texts.withoutCode(text)).find();
  }
}
