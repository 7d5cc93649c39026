package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// One thing that every bank must keep.
interface Rule {
  /// The name by which findings and the report call it.
  String name();

  /// What it asks and how it is measured, in a sentence or two for the report.
  String asks();

  List<Finding> check(Bank bank);

  default Finding at(BankQuestion question, String message) {
    return new Finding(name(), question.place(), question.id(), message);
  }

  default Finding of(String group, String message) {
    return new Finding(name(), group, "", message);
  }

  /// The questions by domain or by file, in the order of the bank.
  static Map<String, List<BankQuestion>> by(Bank bank, Function<BankQuestion, String> group) {
    Map<String, List<BankQuestion>> groups = new LinkedHashMap<>();
    for (BankQuestion question : bank.questions()) {
      groups.computeIfAbsent(group.apply(question), name -> new ArrayList<>()).add(question);
    }
    return groups;
  }
}
