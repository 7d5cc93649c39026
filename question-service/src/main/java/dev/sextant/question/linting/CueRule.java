package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import dev.sextant.question.bank.BankQuestion.Choice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// Neither the stem's words nor grammar give the key away.
///
/// A guesser who knows nothing takes the option that repeats most of the stem's words. What he
/// scores, ties shared, may not exceed chance by more than two standard errors.
final class CueRule implements Rule {
  /// Shorter words are articles and prepositions.
  private static final int LETTERS = 4;

  @Override
  public String name() {
    return "cues";
  }

  @Override
  public String asks() {
    return "In every domain, taking the option that shares most words of four letters or more with"
        + " the stem (ties shared) scores at most chance plus two standard errors; the right option"
        + " is not the only one with another first letter case or another full stop; a stem that"
        + " ends in \"a\" or \"an\" fits all options.";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    Rule.by(bank, BankQuestion::domainId)
        .forEach(
            (domain, questions) -> {
              double score = overlapScore(questions);
              double limit = limit(questions.size());
              if (score > limit) {
                findings.add(
                    of(
                        domain,
                        "guessing by the stem's words scores %s, at most %s"
                            .formatted(Texts.percent(score), Texts.percent(limit))));
              }
            });
    for (BankQuestion question : bank.questions()) {
      if (rightStandsAlone(question, CueRule::startsLow)) {
        findings.add(at(question, "the right option alone begins in another case"));
      }
      if (rightStandsAlone(question, text -> text.endsWith("."))) {
        findings.add(at(question, "the right option alone ends with, or without, a full stop"));
      }
      grammar(question, findings);
    }
    return findings;
  }

  /// The most that guessing by the stem's words may score among this many questions.
  static double limit(int questions) {
    double chance = 1.0 / 6;
    return chance + 2 * Math.sqrt(chance * (1 - chance) / questions);
  }

  /// What guessing by the stem's words scores.
  static double overlapScore(List<BankQuestion> questions) {
    return questions.stream().mapToDouble(CueRule::overlapScore).average().orElse(0);
  }

  private static double overlapScore(BankQuestion question) {
    Set<String> stem = Texts.wordSet(question.stem(), LETTERS);
    int most = 0;
    int holders = 0;
    boolean rightHolds = false;
    for (var option : question.options().entrySet()) {
      Set<String> shared = new HashSet<>(Texts.wordSet(option.getValue().text(), LETTERS));
      shared.retainAll(stem);
      if (shared.size() > most) {
        most = shared.size();
        holders = 0;
        rightHolds = false;
      }
      if (shared.size() == most) {
        holders++;
        rightHolds |= option.getKey().equals(question.key());
      }
    }
    return rightHolds ? 1.0 / holders : 0;
  }

  private static boolean rightStandsAlone(BankQuestion question, Predicate<String> mark) {
    boolean right = mark.test(question.right().strip());
    return !question.wrong().isEmpty()
        && question.wrong().stream().allMatch(wrong -> mark.test(wrong.strip()) != right);
  }

  private static boolean startsLow(String text) {
    return !text.isEmpty() && Character.isLowerCase(text.charAt(0));
  }

  private void grammar(BankQuestion question, List<Finding> findings) {
    List<String> words = Texts.words(question.stem());
    if (words.isEmpty() || question.stem().strip().endsWith("?")) {
      return;
    }
    String last = words.getLast();
    if (!last.equals("a") && !last.equals("an")) {
      return;
    }
    for (Choice choice : question.options().values()) {
      String text = choice.text().strip().toLowerCase(Locale.ROOT);
      boolean vowel = !text.isEmpty() && "aeiou".indexOf(text.charAt(0)) >= 0;
      if (vowel != last.equals("an")) {
        findings.add(at(question, "\"" + last + "\" does not fit \"" + choice.text() + "\""));
      }
    }
  }
}
