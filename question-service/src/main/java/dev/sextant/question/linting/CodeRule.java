package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.Parser;

/// Python code blocks parse, unless the question says that one is broken on purpose.
final class CodeRule implements Rule {
  private static final Parser PARSER = Parser.builder().build();

  private final PythonSyntax python;

  CodeRule(PythonSyntax python) {
    this.python = python;
  }

  @Override
  public String name() {
    return "code";
  }

  @Override
  public String asks() {
    return "Every block fenced as python parses, but for questions with `code: false`.";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    for (BankQuestion question : bank.questions()) {
      if (question.codeParses()) {
        Texts.all(question)
            .forEach(
                (what, text) -> {
                  for (String code : blocks(text)) {
                    python
                        .fault(code)
                        .ifPresent(fault -> findings.add(at(question, what + ": " + fault)));
                  }
                });
      }
    }
    return findings;
  }

  static List<String> blocks(String text) {
    List<String> blocks = new ArrayList<>();
    PARSER
        .parse(text)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(FencedCodeBlock code) {
                if ("python".equals(code.getInfo())) {
                  blocks.add(code.getLiteral());
                }
              }
            });
    return blocks;
  }
}
