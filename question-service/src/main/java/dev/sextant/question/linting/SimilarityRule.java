package dev.sextant.question.linting;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// No question asks what another asks, and no option is another's with a word changed.
///
/// Similarity is the Jaccard coefficient of the sets of character 5-grams: how many both share over
/// how many either has. Text is lower-cased and white space is one blank; code and numbers count,
/// since two sums with other numbers are other questions.
final class SimilarityRule implements Rule {
  private static final int GRAM = 5;

  /// Stems above this share most of their wording. The closest honest pair of the first 400 lies at
  /// about half of it.
  static final double MAX_STEM = 0.55;

  /// Options of different questions above this are the same sentence. Only those of 40 characters
  /// or more are compared: short ones are terms and numbers that many questions need.
  static final double MAX_OPTION = 0.80;

  private static final int MIN_OPTION_LENGTH = 40;

  @Override
  public String name() {
    return "similarity";
  }

  @Override
  public String asks() {
    return ("Jaccard coefficient of the sets of character 5-grams: stems of two questions at most"
            + " %.2f, options of 40 characters or more in two questions at most %.2f. Options"
            + " of one question are not compared: a mirrored pair shares all its words.")
        .formatted(MAX_STEM, MAX_OPTION);
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    List<Text> stems = new ArrayList<>();
    List<Text> options = new ArrayList<>();
    for (BankQuestion question : bank.questions()) {
      stems.add(Text.of(question, question.stem()));
      question
          .options()
          .values()
          .forEach(
              choice -> {
                if (choice.text().strip().length() >= MIN_OPTION_LENGTH) {
                  options.add(Text.of(question, choice.text()));
                }
              });
    }
    compare(stems, MAX_STEM, "the stem", findings);
    compare(options, MAX_OPTION, "an option", findings);
    return findings;
  }

  /// The most similar stems of a bank, for the report.
  static double closestStems(Bank bank) {
    List<Text> stems = bank.questions().stream().map(q -> Text.of(q, q.stem())).toList();
    double closest = 0;
    for (int i = 0; i < stems.size(); i++) {
      for (int j = i + 1; j < stems.size(); j++) {
        closest = Math.max(closest, stems.get(i).similarity(stems.get(j), closest));
      }
    }
    return closest;
  }

  private void compare(List<Text> texts, double limit, String what, List<Finding> findings) {
    for (int i = 0; i < texts.size(); i++) {
      for (int j = i + 1; j < texts.size(); j++) {
        BankQuestion one = texts.get(i).question();
        BankQuestion other = texts.get(j).question();
        if (one.id().equals(other.id())) {
          continue;
        }
        double similarity = texts.get(i).similarity(texts.get(j), limit);
        if (similarity > limit) {
          findings.add(
              at(
                  other,
                  "%s is like that of %s: %s, at most %s"
                      .formatted(what, one.id(), Texts.ratio(similarity), Texts.ratio(limit))));
        }
      }
    }
  }

  /// @param grams sorted hashes of the 5-grams, each once
  @SuppressWarnings("ArrayRecordComponent") // never compared: a text is what it was made of
  private record Text(BankQuestion question, int[] grams) {

    static Text of(BankQuestion question, String text) {
      String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      int[] all = new int[Math.max(1, plain.length() - GRAM + 1)];
      for (int i = 0; i < all.length; i++) {
        all[i] = plain.substring(i, Math.min(plain.length(), i + GRAM)).hashCode();
      }
      return new Text(question, Arrays.stream(all).sorted().distinct().toArray());
    }

    /// The coefficient, or 0 when the sizes alone say that it cannot exceed `floor`.
    double similarity(Text other, double floor) {
      int a = grams.length;
      int b = other.grams.length;
      if ((double) Math.min(a, b) / Math.max(a, b) <= floor) {
        return 0;
      }
      int shared = 0;
      for (int i = 0, j = 0; i < a && j < b; ) {
        if (grams[i] == other.grams[j]) {
          shared++;
          i++;
          j++;
        } else if (grams[i] < other.grams[j]) {
          i++;
        } else {
          j++;
        }
      }
      return (double) shared / (a + b - shared);
    }
  }
}
