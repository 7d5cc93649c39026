package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/// Markdown and TeX say what their author meant.
///
/// CommonMark has no syntax errors: whatever is broken is shown as it stands. So the parsed text is
/// searched for what an author cannot have meant.
final class MarkdownRule implements Rule {
  private static final Parser PARSER = Parser.builder().build();
  private static final Pattern MATHS =
      Pattern.compile("(?s)\\$\\$(.+?)\\$\\$|(?<!\\\\)\\$((?:[^$\\\\]|\\\\.)+?)\\$");

  @Override
  public String name() {
    return "markdown";
  }

  @Override
  public String asks() {
    return "Parsed with commonmark-java: code fences are closed and name a language, no HTML, no"
        + " image, no emphasis or back-tick left over; dollars pair up; in TeX braces, \\left and"
        + " \\right, and environments pair up, and every command is one that KaTeX knows.";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    for (BankQuestion question : bank.questions()) {
      Texts.all(question)
          .forEach(
              (what, text) ->
                  faults(text).forEach(fault -> findings.add(at(question, what + ": " + fault))));
    }
    return findings;
  }

  static List<String> faults(String text) {
    List<String> faults = new ArrayList<>();
    long fences = text.lines().filter(line -> line.strip().startsWith("```")).count();
    if (fences % 2 != 0) {
      faults.add("a code fence is not closed");
    }
    String withoutCode = Texts.withoutCode(text);
    Matcher maths = MATHS.matcher(withoutCode);
    while (maths.find()) {
      String tex = maths.group(1) == null ? maths.group(2) : maths.group(1);
      Tex.faults(tex).forEach(fault -> faults.add("$" + tex.strip() + "$ " + fault));
    }
    String withoutMaths = MATHS.matcher(withoutCode).replaceAll(" x ");
    if (withoutMaths.replace("\\$", "").contains("$")) {
      faults.add("a dollar stands alone: write money as \\$");
    }
    // Maths is hidden from the parser, which would take its underscores for emphasis.
    Node document = PARSER.parse(MATHS.matcher(text).replaceAll(" x "));
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(HtmlBlock html) {
            faults.add("holds HTML: " + html.getLiteral().strip());
          }

          @Override
          public void visit(HtmlInline html) {
            faults.add("holds HTML: " + html.getLiteral());
          }

          @Override
          public void visit(Image image) {
            faults.add("holds an image, which the bank has no place for");
          }

          @Override
          public void visit(FencedCodeBlock code) {
            if (code.getInfo() == null || code.getInfo().isBlank()) {
              faults.add("a code block names no language; `text` will do");
            }
          }

          @Override
          public void visit(Text literal) {
            if (literal.getLiteral().contains("**") || literal.getLiteral().contains("`")) {
              faults.add("a mark is left over in \"" + literal.getLiteral() + "\"");
            }
          }
        });
    return faults;
  }
}
