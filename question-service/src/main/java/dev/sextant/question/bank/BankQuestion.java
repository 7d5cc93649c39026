package dev.sextant.question.bank;

import dev.sextant.question.Difficulty;
import dev.sextant.question.Level;
import dev.sextant.question.Option;
import dev.sextant.question.QuestionContent;
import dev.sextant.question.importing.Incoming;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A question as its author wrote it: options by letter, numbers with the sums behind them.
///
/// @param file the file's path below the bank's folder
/// @param options by letter, in the order of the file
/// @param codeParses whether its Python code blocks are meant to be whole programs' parts; false
///   where one is broken on purpose
public record BankQuestion(
    String file,
    int line,
    String domainId,
    String id,
    List<String> topics,
    Difficulty difficulty,
    Level level,
    String stem,
    String key,
    Map<String, Choice> options,
    String explanation,
    @Nullable String source,
    List<Calculation> calculations,
    boolean codeParses,
    List<String> enemies) {

  public BankQuestion {
    topics = List.copyOf(topics);
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    calculations = List.copyOf(calculations);
    enemies = List.copyOf(enemies);
  }

  /// One option and why it is right or wrong.
  public record Choice(String text, String why) {}

  /// A number in an option and the expression that gives it.
  ///
  /// @param option the letter
  /// @param answer the number as it stands in the option's text
  public record Calculation(String option, String expression, String answer) {}

  /// Where it stands, as editors jump to.
  public String place() {
    return file + ":" + line;
  }

  /// The text of the right option.
  public String right() {
    Choice choice = options.get(key);
    return choice == null ? "" : choice.text();
  }

  /// The texts of the wrong options.
  public List<String> wrong() {
    return options.entrySet().stream()
        .filter(option -> !option.getKey().equals(key))
        .map(option -> option.getValue().text())
        .toList();
  }

  /// The question as the service keeps it: letters become opaque ids.
  public Incoming incoming(String courseId) {
    List<Option> choices =
        options.entrySet().stream()
            .map(
                option ->
                    new Option(
                        Option.id(id, option.getKey().charAt(0)),
                        option.getValue().text().strip(),
                        option.getKey().equals(key),
                        option.getValue().why().strip()))
            .toList();
    var content =
        new QuestionContent(
            courseId,
            domainId,
            topics,
            difficulty,
            level,
            stem.strip(),
            choices,
            explanation.strip(),
            source,
            enemies);
    return new Incoming(id, content, place());
  }
}
