package dev.sextant.question.linting;

import dev.sextant.question.Course.Domain;
import dev.sextant.question.Course.Topic;
import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Each question is whole and stands where it belongs.
final class StructureRule implements Rule {
  private static final List<String> LETTERS = List.of("A", "B", "C", "D", "E", "F");

  @Override
  public String name() {
    return "structure";
  }

  @Override
  public String asks() {
    return "Every file can be read and every field is known and there; six options A to F, one key,"
        + " six different texts and six different reasons; the id is the topic and two digits; the"
        + " first topic is the file's name and a topic of its domain.";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    bank.faults()
        .forEach(f -> findings.add(new Finding(name(), f.place(), f.subject(), f.message())));
    for (BankQuestion question : bank.questions()) {
      if (!List.copyOf(question.options().keySet()).equals(LETTERS)) {
        findings.add(
            at(question, "must have the options A to F, has " + question.options().keySet()));
      }
      Set<String> texts = new HashSet<>();
      Set<String> whys = new HashSet<>();
      question
          .options()
          .forEach(
              (letter, choice) -> {
                if (!texts.add(plain(choice.text()))) {
                  findings.add(at(question, "option " + letter + " says what another says"));
                }
                if (!whys.add(plain(choice.why()))) {
                  findings.add(at(question, "the why of " + letter + " repeats another"));
                }
              });
      String file = question.file().replaceFirst(".*/", "").replaceFirst("\\.yaml$", "");
      if (!question.topics().getFirst().equals(file)) {
        findings.add(at(question, "the first topic must be the file's, " + file));
      }
      if (!question.id().matches(java.util.regex.Pattern.quote(file) + "-\\d\\d")) {
        findings.add(at(question, "the id must be " + file + "- and two digits"));
      }
      boolean known =
          bank.course().domain(question.domainId()).map(Domain::topics).orElse(List.of()).stream()
              .map(Topic::id)
              .anyMatch(file::equals);
      if (!known) {
        findings.add(at(question, file + " is not a topic of " + question.domainId()));
      }
    }
    return findings;
  }

  private static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ").replaceAll("[.;]$", "");
  }
}
