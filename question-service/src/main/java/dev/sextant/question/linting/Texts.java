package dev.sextant.question.linting;

import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The texts of a question and the words in them.
final class Texts {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern FENCE = Pattern.compile("(?ms)^ {0,3}```.*?^ {0,3}```[ \\t]*$");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  private Texts() {}

  /// Every text that a learner may read, by what it is called.
  static Map<String, String> all(BankQuestion question) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("stem", question.stem());
    question
        .options()
        .forEach(
            (letter, choice) -> {
              texts.put("option " + letter, choice.text());
              texts.put("why of " + letter, choice.why());
            });
    texts.put("explanation", question.explanation());
    return texts;
  }

  /// The words in lower case, in their order.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /// The different words of at least this many letters.
  static Set<String> wordSet(String text, int letters) {
    Set<String> words = new HashSet<>(words(text));
    words.removeIf(word -> word.length() < letters);
    return words;
  }

  /// What is said, without what is code.
  static String withoutCode(String text) {
    return CODE.matcher(FENCE.matcher(text).replaceAll(" ")).replaceAll(" ");
  }

  /// A share of a whole, for messages.
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /// A ratio, for messages.
  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.3f", ratio);
  }
}
