package dev.sextant.psychometrics.prediction;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Command line: replays a CSV of answers, predicting each before it is seen, and prints AUC,
/// log-loss and calibration.
///
/// `java -cp psychometrics.jar dev.sextant.psychometrics.prediction.Prequential answers.csv
/// [--learner=column] [--item=column] [--domain=column] [--correct=column] [--time=column]
/// [--guessing=0.25] [--correlation=0.5]`. Without options it looks for usual column names. Without
/// a domain column all items are in one domain; with a time column, numbers or sortable text, rows
/// are replayed in its order, otherwise in the file's. Separator is a comma or a semicolon.
public final class Prequential {
  private Prequential() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      System.err.println(
          "usage: Prequential answers.csv [--learner=..] [--item=..] [--domain=..] [--correct=..]"
              + " [--time=..] [--guessing=0] [--correlation=0.5]");
      System.exit(2);
    }
    Map<String, String> options = new HashMap<>();
    for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("options look like --name=value, had " + argument);
      }
      options.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    try (BufferedReader reader =
        Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
      System.out.print(replay(reader.lines().toList(), options).inWords());
    }
  }

  /// Replays the lines of a CSV, the first of which names the columns.
  public static PredictionScore replay(List<String> lines, Map<String, String> options) {
    if (lines.size() < 2) {
      throw new IllegalArgumentException("a heading and one row or more are needed");
    }
    String separator = lines.getFirst().contains(";") ? ";" : ",";
    List<String> names = List.of(split(lines.getFirst(), separator));
    int learner = column(names, options.get("learner"), "learner", "student", "user_id", "user");
    int item = column(names, options.get("item"), "item", "item_id", "question", "problem");
    int correct = column(names, options.get("correct"), "correct", "right", "score");
    int domain = columnOrNone(names, options.get("domain"), "domain", "skill", "domain_id");
    int time = columnOrNone(names, options.get("time"), "time", "timestamp");
    List<String[]> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (!line.isBlank()) {
        rows.add(split(line, separator));
      }
    }
    if (time >= 0) {
      rows.sort(byTime(time));
    }
    Map<String, Integer> domains = new HashMap<>();
    for (String[] row : rows) {
      domains.putIfAbsent(domain < 0 ? "" : row[domain], domains.size());
    }
    double correlation = Double.parseDouble(options.getOrDefault("correlation", "0.5"));
    double guessing = Double.parseDouble(options.getOrDefault("guessing", "0"));
    var stream = new AnswerStream(domains.size(), correlation, guessing);
    double[] predicted = new double[rows.size()];
    boolean[] right = new boolean[rows.size()];
    for (int i = 0; i < predicted.length; i++) {
      String[] row = rows.get(i);
      int k = domains.getOrDefault(domain < 0 ? "" : row[domain], 0);
      right[i] = isRight(row[correct]);
      predicted[i] = stream.predict(row[learner], row[item], k);
      stream.answered(row[learner], row[item], k, right[i]);
    }
    return PredictionScore.of(predicted, right);
  }

  private static Comparator<String[]> byTime(int time) {
    return (one, other) -> {
      try {
        return Double.compare(Double.parseDouble(one[time]), Double.parseDouble(other[time]));
      } catch (NumberFormatException notNumbers) {
        return one[time].compareTo(other[time]);
      }
    };
  }

  private static boolean isRight(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "1", "1.0", "true", "yes" -> true;
      case "0", "0.0", "false", "no" -> false;
      default -> throw new IllegalArgumentException("correct must be 1 or 0, was " + cell);
    };
  }

  private static String[] split(String line, String separator) {
    String[] cells = line.split(separator, -1);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i].strip().replaceAll("^\"|\"$", "");
    }
    return cells;
  }

  private static int column(List<String> names, @Nullable String asked, String... usual) {
    int found = columnOrNone(names, asked, usual);
    if (found < 0) {
      throw new IllegalArgumentException(
          "no column " + (asked == null ? usual[0] : asked) + " in " + names);
    }
    return found;
  }

  private static int columnOrNone(List<String> names, @Nullable String asked, String... usual) {
    if (asked != null) {
      return names.indexOf(asked);
    }
    for (String name : usual) {
      int at = names.indexOf(name);
      if (at >= 0) {
        return at;
      }
    }
    return -1;
  }
}
