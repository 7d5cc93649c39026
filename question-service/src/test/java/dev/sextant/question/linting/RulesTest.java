package dev.sextant.question.linting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.question.Difficulty;
import dev.sextant.question.Level;
import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import dev.sextant.question.bank.BankQuestion.Calculation;
import dev.sextant.question.bank.BankQuestion.Choice;
import dev.sextant.question.bank.BankReader;
import dev.sextant.question.importing.Fault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule is silent on the good bank and finds the bad example seeded into it.
class RulesTest {
  private static final Bank GOOD =
      BankReader.read(Path.of("../banks/ml-interview"), Instant.parse("2026-11-22T00:00:00Z"));
  private static final String TARGET = "rag-01";

  @Test
  void structure_finds_what_the_reader_could_not_read() {
    var fault = new Fault("rag.yaml:3", "rag-99", "`stem` is missing");
    var bank = new Bank(GOOD.course(), GOOD.exams(), GOOD.questions(), List.of(fault));
    assertThat(new StructureRule().check(GOOD)).isEmpty();
    assertThat(new StructureRule().check(bank))
        .extracting(Finding::message)
        .contains(fault.message());
  }

  @Test
  void structure_finds_a_missing_option() {
    finds(new StructureRule(), q -> q.options.remove(wrongLetter(q)), "must have the options");
  }

  @Test
  void structure_finds_equal_options_and_equal_reasons() {
    finds(
        new StructureRule(),
        q -> q.options.put(wrongLetter(q), q.options.get(q.key)),
        "says what another says");
    finds(
        new StructureRule(),
        q -> q.options.put(wrongLetter(q), q.options.get(q.key)),
        "repeats another");
  }

  @Test
  void structure_finds_a_question_in_the_wrong_file() {
    finds(new StructureRule(), q -> q.file = "engineering/trees.yaml", "not a topic of");
    finds(new StructureRule(), q -> q.topics = List.of("trees"), "the first topic");
    finds(new StructureRule(), q -> q.id = "rag-one", "the id must be");
  }

  @Test
  void coverage_finds_a_thin_topic_and_uneven_levels() {
    var rule = new CoverageRule();
    assertThat(rule.check(GOOD)).isEmpty();
    var thin =
        GOOD.questions().stream()
            .filter(q -> !q.id().startsWith("rag-") || q.id().equals(TARGET))
            .toList();
    assertThat(messages(rule, thin)).anyMatch(m -> m.startsWith("rag has 1 questions"));
    assertThat(messages(rule, all(q -> q.difficulty = Difficulty.EASY)))
        .anyMatch(m -> m.startsWith("EASY are 100.0 %"));
    assertThat(messages(rule, all(q -> q.level = Level.RECALL)))
        .anyMatch(m -> m.contains("apply or analyse"));
  }

  @Test
  void similarity_finds_a_stem_with_a_word_changed() {
    String stem = question("rag-02").stem();
    finds(
        new SimilarityRule(),
        q -> q.stem = stem.replaceFirst(" the ", " this "),
        "the stem is like");
  }

  @Test
  void similarity_finds_an_option_taken_over_from_another_question() {
    String text =
        GOOD.questions().stream()
            .filter(q -> !q.id().equals(TARGET))
            .map(BankQuestion::right)
            .filter(right -> right.length() > 60)
            .findFirst()
            .orElseThrow();
    finds(
        new SimilarityRule(),
        q -> q.options.put(wrongLetter(q), new Choice(text + " too", "why")),
        "an option is like");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "As option C says, it fails.",
        "It is the answer B here.",
        "This is true of (D) as well.",
        "Unlike the first option, it works.",
        "This contradicts the previous answer."
      })
  void wording_finds_letters_and_places(String why) {
    finds(
        new WordingRule(),
        q -> q.options.put(wrongLetter(q), new Choice("text", why)),
        "names a place");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"All of the above", "none of the above", "Both of the above", "None of these"})
  void wording_finds_banned_phrases(String text) {
    finds(
        new WordingRule(), q -> q.options.put(wrongLetter(q), new Choice(text, "why")), "holds \"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Which of these is not a cause of drift?",
        "Which statement does not hold for a ridge fit?",
        "Which metric is least affected by imbalance?",
        "These are all causes of drift except one; which one? They are all causes except which?"
      })
  void wording_finds_a_negative_stem_without_emphasis(String stem) {
    finds(new WordingRule(), q -> q.stem = stem, "needs **NOT**");
  }

  @Test
  void wording_lets_an_emphasised_negative_stem_pass() {
    assertThat(new WordingRule().check(with(q -> q.stem = "Which is **NOT** a cause of drift?")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```python\nx = 1\n",
        "```\nx = 1\n```",
        "Bold **word stays open",
        "A `tick stays open",
        "<b>bold</b>",
        "<div>\nblock\n</div>",
        "![plot](plot.png)",
        "It costs $5 a day.",
        "The norm $\\lVert w$ grows and $\\frac{1}{2$ is open.",
        "The unknown $\\alhpa$ command",
        "Unpaired $\\left( x )$ bracket",
        "An $x}$ brace",
        "An open $\\begin{matrix} 1 $ environment",
        "Half of $\\frac$ a fraction"
      })
  void markdown_finds_what_is_broken(String text) {
    assertThat(MarkdownRule.faults(text)).isNotEmpty();
    assertThat(new MarkdownRule().check(with(q -> q.explanation = text))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Price \\$5 and $\\frac{1}{2}\\left(x\\right)$ in **bold** with `code`.",
        "$$\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}$$",
        "```text\n$5 **raw** <b>\n```",
        "A set $\\{1, 2\\}$ and $x_i^2$."
      })
  void markdown_lets_what_is_whole_pass(String text) {
    assertThat(MarkdownRule.faults(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = (1, 2",
        "if x\n    y = 1",
        "for i in x:\nprint(i)",
        "def f(:\n    pass",
        "s = 'open",
        "    x = 1\n  y = 2"
      })
  void code_finds_python_that_does_not_parse(String code) {
    var rule = new CodeRule(new SonarPython());
    String stem = "What happens?\n\n```python\n" + code + "\n```\n";
    assertThat(rule.check(GOOD)).isEmpty();
    assertThat(rule.check(with(q -> q.stem = stem))).hasSize(1);
    assertThat(
            rule.check(
                with(
                    q -> {
                      q.stem = stem;
                      q.codeParses = false;
                    })))
        .isEmpty();
  }

  @Test
  void length_finds_right_options_that_stand_out() {
    var rule = new LengthRule();
    assertThat(rule.check(GOOD)).isEmpty();
    assertThat(messages(rule, all(q -> right(q, q.from.right() + " and more".repeat(30)))))
        .anyMatch(m -> m.contains("the longest"))
        .anyMatch(m -> m.contains("right over wrong"));
    assertThat(messages(rule, all(q -> right(q, "1")))).anyMatch(m -> m.contains("the shortest"));
  }

  @Test
  void keys_finds_a_favourite_letter() {
    var rule = new KeySpreadRule();
    assertThat(rule.check(GOOD)).isEmpty();
    assertThat(messages(rule, all(q -> q.key = "C")))
        .anyMatch(m -> m.startsWith("C is the key of 100.0 %"))
        .anyMatch(m -> m.startsWith("A is the key of 0.0 %"));
  }

  @Test
  void absolute_words_finds_them_on_one_side_alone() {
    var rule = new AbsoluteWordsRule();
    assertThat(rule.check(GOOD)).isEmpty();
    assertThat(messages(rule, all(q -> right(q, "It always works")))).isNotEmpty();
    assertThat(messages(rule, all(q -> q.options.put(wrongLetter(q), new Choice("Never", "why")))))
        .isNotEmpty();
  }

  @Test
  void cues_finds_a_stem_that_gives_the_key_away() {
    var rule = new CueRule();
    assertThat(rule.check(GOOD)).isEmpty();
    assertThat(messages(rule, all(q -> right(q, q.stem))))
        .anyMatch(m -> m.startsWith("guessing by the stem's words"));
  }

  @Test
  void cues_finds_form_and_grammar_that_give_the_key_away() {
    finds(
        new CueRule(),
        q ->
            q.options.replaceAll(
                (l, c) -> new Choice(l.equals(q.key) ? "low" : "High", "why " + l)),
        "another case");
    finds(
        new CueRule(),
        q ->
            q.options.replaceAll(
                (l, c) -> new Choice(l.equals(q.key) ? "Full." : "None " + l, "why " + l)),
        "full stop");
    finds(
        new CueRule(),
        q -> q.stem = "A tree that is grown on a bootstrap sample is an",
        "does not fit");
  }

  @Test
  void calculations_finds_a_wrong_number_and_a_number_that_is_nowhere() {
    String key = question(TARGET).key();
    finds(
        new CalculationRule(),
        q -> {
          right(q, "It is 0.62");
          q.calculations = List.of(new Calculation(key, "2*0.8*0.5/(0.8+0.5)", "0.62"));
        },
        null);
    finds(
        new CalculationRule(),
        q -> {
          right(q, "It is 0.63");
          q.calculations = List.of(new Calculation(key, "2*0.8*0.5/(0.8+0.5)", "0.63"));
        },
        "not 0.63");
    finds(
        new CalculationRule(),
        q -> q.calculations = List.of(new Calculation(key, "1+1", "2.0000001")),
        "does not stand in");
    finds(
        new CalculationRule(),
        q -> q.calculations = List.of(new Calculation(key, "1+(", "2")),
        "cannot be worked out");
    finds(
        new CalculationRule(),
        q -> {
          String wrong = wrongLetter(q);
          q.options.put(wrong, new Choice("2", "why"));
          q.calculations =
              List.of(new Calculation(wrong, "1+1", "2"), new Calculation(wrong, "4/2", "2"));
        },
        "not among those calculated");
  }

  @Test
  void calculations_know_the_functions_that_authors_use() {
    var sums =
        Map.of(
            "log(exp(1))", "1.000",
            "log2(8)", "3.000",
            "log10(1000)", "3.000",
            "sqrt(2)", "1.414",
            "abs(-2)^2", "4.000",
            "max(1, 2) - min(1, 2)", "1.000",
            "-2^2", "-4.000");
    sums.forEach(
        (expression, answer) -> {
          var bank =
              with(
                  q -> {
                    right(q, answer);
                    q.calculations = List.of(new Calculation(q.key, expression, answer));
                  });
          assertThat(new CalculationRule().check(bank)).as(expression).isEmpty();
        });
  }

  @Test
  void the_report_names_what_is_to_be_mended() {
    var bank = with(q -> q.explanation = "As option C says.");
    assertThat(BankReport.of(bank, new Linter(new SonarPython())))
        .contains("**1 things to mend**")
        .contains("wording** (1 to mend)")
        .contains(TARGET);
  }

  /// @param message part of a message that must be found, or null when nothing must be
  private static void finds(
      Rule rule, Consumer<Editable> seed, @org.jspecify.annotations.Nullable String message) {
    assertThat(rule.check(GOOD)).as("on the good bank").isEmpty();
    var found = rule.check(with(seed)).stream().map(Finding::message).toList();
    if (message == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).anyMatch(m -> m.contains(message));
    }
  }

  private static List<String> messages(Rule rule, List<BankQuestion> questions) {
    return rule.check(new Bank(GOOD.course(), GOOD.exams(), questions, List.of())).stream()
        .map(Finding::message)
        .toList();
  }

  private static Bank with(Consumer<Editable> seed) {
    return new Bank(
        GOOD.course(),
        GOOD.exams(),
        edit(GOOD.questions(), q -> q.id().equals(TARGET) ? edited(q, seed) : q),
        List.of());
  }

  private static List<BankQuestion> all(Consumer<Editable> seed) {
    return edit(GOOD.questions(), q -> edited(q, seed));
  }

  private static List<BankQuestion> edit(
      List<BankQuestion> questions, UnaryOperator<BankQuestion> edit) {
    List<BankQuestion> edited = new ArrayList<>(questions);
    edited.replaceAll(edit);
    return edited;
  }

  private static BankQuestion edited(BankQuestion question, Consumer<Editable> seed) {
    var editable = new Editable(question);
    seed.accept(editable);
    return editable.done();
  }

  private static BankQuestion question(String id) {
    return GOOD.questions().stream().filter(q -> q.id().equals(id)).findFirst().orElseThrow();
  }

  private static String wrongLetter(Editable question) {
    return question.key.equals("A") ? "B" : "A";
  }

  private static void right(Editable question, String text) {
    question.options.put(question.key, new Choice(text, "why it is right"));
  }

  /// A question whose parts can be spoilt.
  private static final class Editable {
    private final BankQuestion from;
    String file;
    String id;
    List<String> topics;
    Difficulty difficulty;
    Level level;
    String stem;
    String key;
    final Map<String, Choice> options;
    String explanation;
    List<Calculation> calculations;
    boolean codeParses;

    Editable(BankQuestion from) {
      this.from = from;
      this.file = from.file();
      this.id = from.id();
      this.topics = from.topics();
      this.difficulty = from.difficulty();
      this.level = from.level();
      this.stem = from.stem();
      this.key = from.key();
      this.options = new LinkedHashMap<>(from.options());
      this.explanation = from.explanation();
      this.calculations = from.calculations();
      this.codeParses = from.codeParses();
    }

    BankQuestion done() {
      return new BankQuestion(
          file,
          from.line(),
          from.domainId(),
          id,
          topics,
          difficulty,
          level,
          stem,
          key,
          options,
          explanation,
          from.source(),
          calculations,
          codeParses,
          from.enemies());
    }
  }
}
