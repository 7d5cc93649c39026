package dev.sextant.psychometrics.prediction;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Command line: replays a CSV of answers, predicting each before it is seen, and prints AUC,
/// log-loss and calibration of the predictions.
///
/// `java -cp psychometrics.jar dev.sextant.psychometrics.prediction.Prequential answers.csv`, with
/// the options of [#USAGE]. Without options it looks for usual column names; [AnswerFile] says
/// which shapes of file it reads. With a time column rows are replayed in its order, otherwise in
/// the file's. What is wrong is said in one line, with the line of the file, and ends with status
/// 2.
///
/// Each answer is predicted from those before it and then learned from (Dawid 1984).
public final class Prequential {
  static final String USAGE =
      """
      usage: Prequential answers.csv [options]
        --learner=column --item=column --domain=column --correct=column --time=column
        --key=file           right options (question, option): answers has a column per question
        --guessing=0         probability of a right answer by chance
        --correlation=0.5    of a learner's domains, before the first answer
        --predictions=file   also writes line, predicted, correct of every answer
      """;

  private static final Set<String> COLUMNS = Set.of("learner", "item", "domain", "correct", "time");
  private static final Set<String> OPTIONS =
      Set.of("key", "guessing", "correlation", "predictions");

  private Prequential() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /// Runs the command; returns its exit status.
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || arguments.getFirst().startsWith("--")) {
      err.print(USAGE);
      return 2;
    }
    try {
      Map<String, String> options = options(arguments.subList(1, arguments.size()));
      List<String> text = text(Path.of(arguments.getFirst()));
      String key = options.get("key");
      var replay =
          new Replay(
              key == null
                  ? AnswerFile.read(text, columns(options))
                  : AnswerFile.readWithKey(text, text(Path.of(key))),
              share(options, "guessing", "0"),
              share(options, "correlation", "0.5"));
      out.print(replay.score().inWords());
      String predictions = options.get("predictions");
      if (predictions != null) {
        Files.write(Path.of(predictions), replay.lines(), StandardCharsets.UTF_8);
      }
      return 0;
    } catch (IllegalArgumentException wrong) {
      err.println(wrong.getMessage());
    } catch (NoSuchFileException absent) {
      err.println("no such file: " + absent.getFile());
    } catch (IOException unreadable) {
      err.println("cannot read or write: " + unreadable.getMessage());
    }
    return 2;
  }

  /// Replays the lines of a CSV, the first of which names the columns.
  public static PredictionScore replay(List<String> lines, Map<String, String> options) {
    return new Replay(
            AnswerFile.read(lines, columns(options)),
            share(options, "guessing", "0"),
            share(options, "correlation", "0.5"))
        .score();
  }

  private static List<String> text(Path file) throws IOException {
    // Bytes that are no UTF-8 become replacement characters instead of stopping the reading.
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  private static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 3 ? "" : argument.substring(2, equals);
      if (!argument.startsWith("--") || !(COLUMNS.contains(name) || OPTIONS.contains(name))) {
        throw new IllegalArgumentException("no option " + argument + "\n" + USAGE);
      }
      options.put(name, argument.substring(equals + 1));
    }
    return options;
  }

  private static Map<String, String> columns(Map<String, String> options) {
    Map<String, String> columns = new HashMap<>(options);
    columns.keySet().retainAll(COLUMNS);
    return columns;
  }

  private static double share(Map<String, String> options, String name, String usual) {
    String text = options.getOrDefault(name, usual);
    @Nullable Double value = null;
    try {
      value = Double.valueOf(text);
    } catch (NumberFormatException noNumber) {
      // Refused below, as a number out of range is.
    }
    if (value == null || !(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to below 1, was " + text);
    }
    return value;
  }

  /// The answers with what was predicted of each before it was seen.
  private static final class Replay {
    private final List<AnswerFile.Row> rows;
    private final double[] predicted;
    private final boolean[] right;

    Replay(List<AnswerFile.Row> rows, double guessing, double correlation) {
      this.rows = rows;
      Map<String, Integer> domains = new HashMap<>();
      for (AnswerFile.Row row : rows) {
        domains.putIfAbsent(row.domain(), domains.size());
      }
      var stream = new AnswerStream(domains.size(), correlation, guessing);
      predicted = new double[rows.size()];
      right = new boolean[rows.size()];
      for (int i = 0; i < predicted.length; i++) {
        AnswerFile.Row row = rows.get(i);
        int k = domains.getOrDefault(row.domain(), 0);
        right[i] = row.correct();
        predicted[i] = stream.predict(row.learner(), row.item(), k);
        stream.answered(row.learner(), row.item(), k, right[i]);
      }
    }

    PredictionScore score() {
      return PredictionScore.of(predicted, right);
    }

    List<String> lines() {
      var lines = new ArrayList<String>();
      lines.add("line,predicted,correct");
      for (int i = 0; i < predicted.length; i++) {
        lines.add(
            String.format(
                Locale.ROOT, "%d,%.6f,%d", rows.get(i).line(), predicted[i], right[i] ? 1 : 0));
      }
      return lines;
    }
  }
}
