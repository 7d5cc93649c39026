package dev.sextant.question.linting;

import dev.sextant.question.Course.Domain;
import dev.sextant.question.Difficulty;
import dev.sextant.question.Level;
import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Each domain is covered in full and asks for more than recall.
final class CoverageRule implements Rule {
  /// The bank's plan: questions of a topic, at least.
  static final int PER_TOPIC = 8;

  /// The bank's plan: about 30, 45 and 25 % of a domain; "about" is read as five points.
  private static final Map<Difficulty, Double> SHARES =
      Map.of(Difficulty.EASY, 0.30, Difficulty.MEDIUM, 0.45, Difficulty.HARD, 0.25);

  private static final double TOLERANCE = 0.05;
  private static final double BEYOND_RECALL = 1.0 / 3;

  @Override
  public String name() {
    return "coverage";
  }

  @Override
  public String asks() {
    return "At least 8 questions on every topic; in every domain 30 % easy, 45 % medium and 25 %"
        + " hard, each within 5 points; at least a third applies or analyses.";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    for (Domain domain : bank.course().domains()) {
      List<BankQuestion> questions =
          bank.questions().stream().filter(q -> q.domainId().equals(domain.id())).toList();
      domain
          .topics()
          .forEach(
              topic -> {
                long there =
                    questions.stream()
                        .filter(q -> q.topics().getFirst().equals(topic.id()))
                        .count();
                if (there < PER_TOPIC) {
                  findings.add(
                      of(
                          domain.id(),
                          topic.id() + " has " + there + " questions, needs " + PER_TOPIC));
                }
              });
      if (questions.isEmpty()) {
        continue;
      }
      for (Difficulty difficulty : Difficulty.values()) {
        double share = share(questions, q -> q.difficulty() == difficulty);
        double wanted = SHARES.getOrDefault(difficulty, 0.0);
        if (Math.abs(share - wanted) > TOLERANCE) {
          findings.add(
              of(
                  domain.id(),
                  "%s are %s, should be about %s"
                      .formatted(difficulty, Texts.percent(share), Texts.percent(wanted))));
        }
      }
      double beyond = share(questions, q -> q.level() != Level.RECALL);
      if (beyond < BEYOND_RECALL) {
        findings.add(
            of(domain.id(), "only " + Texts.percent(beyond) + " apply or analyse, needs a third"));
      }
    }
    return findings;
  }

  static double share(
      List<BankQuestion> questions, java.util.function.Predicate<BankQuestion> which) {
    return questions.isEmpty()
        ? 0
        : (double) questions.stream().filter(which).count() / questions.size();
  }
}
