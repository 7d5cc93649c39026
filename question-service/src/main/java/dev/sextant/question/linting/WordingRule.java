package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// No text names a letter or a place, because options are shuffled; no phrase that tests nothing;
/// and who must find the exception is told so in bold.
final class WordingRule implements Rule {
  private static final Pattern PLACE =
      Pattern.compile(
          "\\b(?i:options?|answers?|choices?|alternatives?)\\s+[A-J]\\b(?!-)"
              + "|(?<![\\w$])\\([A-J]\\)(?![\\w$])"
              + "|\\b(?i:first|second|third|fourth|fifth|sixth|last|previous|next|other|above|below)"
              + " (?i:options?|choices?|answers?)\\b");

  private static final Pattern BANNED =
      Pattern.compile(
          "(?i)\\b(?:all|none|both|any|neither) of (?:the above|these options|the options)\\b"
              + "|\\ball of these\\b|\\bnone of these\\b|\\btrick question\\b"
              + "|\\bas an ai\\b|\\blorem ipsum\\b|\\bTODO\\b|\\bTBD\\b|\\bFIXME\\b");

  /// A question that asks for the exception, in lower case and so without emphasis.
  private static final Pattern NEGATIVE =
      Pattern.compile(
          "(?s)\\b[Ww]hich(?: one)?(?: of (?:the|these)[^.?,;:]{0,40})?"
              + " (?:\\w+ ){0,3}?(?:is|are|was|were|does|do|did|would|will|can|could|should)"
              + " (?:(?:not|least) |(?:an? )?exception)[^?.]*\\?"
              + "|(?s)\\ball [^?.]{0,60} except\\b[^?.]*\\?");

  @Override
  public String name() {
    return "wording";
  }

  @Override
  public String asks() {
    return "No text names an option by letter or place; no \"all of the above\" and its like; a"
        + " stem that asks for the exception says so in bold capitals (**NOT**).";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    for (BankQuestion question : bank.questions()) {
      Texts.all(question)
          .forEach(
              (what, text) -> {
                String said = Texts.withoutCode(text);
                Matcher place = PLACE.matcher(said);
                if (place.find()) {
                  findings.add(at(question, what + " names a place: \"" + place.group() + "\""));
                }
                Matcher banned = BANNED.matcher(said);
                if (banned.find()) {
                  findings.add(at(question, what + " holds \"" + banned.group() + "\""));
                }
              });
      Matcher negative = NEGATIVE.matcher(Texts.withoutCode(question.stem()));
      if (negative.find()) {
        findings.add(
            at(question, "a stem that asks for the exception needs **NOT** in bold capitals"));
      }
    }
    return findings;
  }
}
