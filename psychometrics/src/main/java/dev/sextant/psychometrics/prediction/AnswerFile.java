package dev.sextant.psychometrics.prediction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers from a text of comma-, semicolon- or tab-separated values with a heading, in the order
/// they are replayed in. Three shapes are read:
/// - a row per answer, with columns for learner, item, domain, correct (1 or 0) and time;
/// - a row per pattern, with columns `pattern` (such as `01101`) and `frequency`, dealt to people
///   in an order that does not follow the table's;
/// - with a key, a row per learner and a column per question: empty cells were not asked, and what
///   stands before the first dot of a question's name is its domain.
///
/// Whatever cannot be read is refused with the line it stands in.
final class AnswerFile {
  /// Deals patterns to people; any number would do.
  private static final long DEAL = 20_250_502;

  private AnswerFile() {}

  /// One answer; `line` counts from 1, the heading included.
  record Row(int line, String learner, String item, String domain, boolean correct) {}

  /// What cannot be read, and where.
  static final class Unreadable extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Unreadable(int line, String message) {
      super("line " + line + ": " + message);
    }
  }

  private record Line(int number, List<String> cells) {}

  /// Reads a row per answer, or per pattern, whichever the heading names.
  static List<Row> read(List<String> text, Map<String, String> columns) {
    List<Line> lines = lines(text);
    List<String> heading = lines.getFirst().cells();
    return heading.containsAll(List.of("pattern", "frequency")) && columns.isEmpty()
        ? patterns(lines)
        : answers(lines, columns);
  }

  private static List<Row> answers(List<Line> lines, Map<String, String> columns) {
    List<String> names = lines.getFirst().cells();
    int learner = required(names, columns, "learner", "learner", "student", "user_id", "user");
    int item = required(names, columns, "item", "item", "item_id", "question", "problem");
    int correct = required(names, columns, "correct", "correct", "right", "score");
    int domain = column(names, columns, "domain", "domain", "skill", "domain_id");
    int time = column(names, columns, "time", "time", "timestamp");
    List<Line> rows = new ArrayList<>(lines.subList(1, lines.size()));
    if (time >= 0) {
      sortByTime(rows, time);
    }
    var answers = new ArrayList<Row>();
    for (Line row : rows) {
      answers.add(
          new Row(
              row.number(),
              filled(row, learner, names),
              filled(row, item, names),
              domain < 0 ? "" : row.cells().get(domain),
              isRight(row, row.cells().get(correct))));
    }
    return answers;
  }

  /// By numbers where all times are, else as text; equal times keep the file's order.
  private static void sortByTime(List<Line> rows, int time) {
    Map<Line, Double> numbers = new HashMap<>();
    for (Line row : rows) {
      try {
        numbers.put(row, Double.parseDouble(row.cells().get(time)));
      } catch (NumberFormatException textual) {
        rows.sort((one, other) -> one.cells().get(time).compareTo(other.cells().get(time)));
        return;
      }
    }
    rows.sort(
        (one, other) ->
            Double.compare(numbers.getOrDefault(one, 0.0), numbers.getOrDefault(other, 0.0)));
  }

  private static List<Row> patterns(List<Line> lines) {
    int pattern = lines.getFirst().cells().indexOf("pattern");
    int frequency = lines.getFirst().cells().indexOf("frequency");
    List<Line> people = new ArrayList<>();
    int length = lines.get(1).cells().get(pattern).length();
    for (Line line : lines.subList(1, lines.size())) {
      String answers = line.cells().get(pattern);
      if (!answers.matches("[01]+") || answers.length() != length) {
        throw new Unreadable(
            line.number(), "pattern must be " + length + " digits 0 or 1, was " + answers);
      }
      int count = wholeNumber(line, line.cells().get(frequency));
      people.addAll(Collections.nCopies(count, line));
    }
    Collections.shuffle(people, new Random(DEAL));
    var answers = new ArrayList<Row>();
    for (int n = 0; n < people.size(); n++) {
      Line line = people.get(n);
      for (int i = 0; i < length; i++) {
        boolean right = line.cells().get(pattern).charAt(i) == '1';
        answers.add(new Row(line.number(), "person " + (n + 1), "item " + (i + 1), "", right));
      }
    }
    return answers;
  }

  private static int wholeNumber(Line line, String cell) {
    try {
      int number = Integer.parseInt(cell);
      if (number >= 0 && number <= 10_000_000) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Refused below, as a negative one is.
    }
    throw new Unreadable(
        line.number(), "frequency must be a whole number from 0 to 10000000, was " + cell);
  }

  /// Reads a row per learner with the key: a question's name and its right option per row.
  static List<Row> readWithKey(List<String> text, List<String> keyText) {
    List<Line> keyLines = lines(keyText);
    Map<String, String> key = new LinkedHashMap<>();
    for (Line line : keyLines.subList(1, keyLines.size())) {
      if (key.put(line.cells().get(0), options(line.cells().get(1))) != null) {
        throw new Unreadable(line.number(), "key names " + line.cells().get(0) + " twice");
      }
    }
    List<Line> lines = lines(text);
    List<String> names = lines.getFirst().cells();
    if (names.stream().noneMatch(key::containsKey)) {
      throw new IllegalArgumentException("no column is a question of the key " + key.keySet());
    }
    var answers = new ArrayList<Row>();
    for (Line line : lines.subList(1, lines.size())) {
      for (int i = 0; i < names.size(); i++) {
        String right = key.get(names.get(i));
        String given = line.cells().get(i);
        if (right != null && !given.isEmpty()) {
          int dot = names.get(i).indexOf('.');
          answers.add(
              new Row(
                  line.number(),
                  "row " + line.number(),
                  names.get(i),
                  dot < 0 ? "" : names.get(i).substring(0, dot),
                  options(given).equals(right)));
        }
      }
    }
    return answers;
  }

  /// Several options in one cell, in any order.
  private static String options(String cell) {
    return List.of(cell.split("[, ]+", -1)).stream().sorted().collect(Collectors.joining(","));
  }

  private static List<Line> lines(List<String> text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a heading and one row or more are needed");
    }
    String heading =
        text.getFirst().startsWith("\uFEFF") ? text.getFirst().substring(1) : text.getFirst();
    char separator = heading.contains(";") ? ';' : heading.contains("\t") ? '\t' : ',';
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(1, cells(heading, separator, 1)));
    int width = lines.getFirst().cells().size();
    for (int i = 1; i < text.size(); i++) {
      if (text.get(i).isBlank()) {
        continue;
      }
      List<String> cells = cells(text.get(i), separator, i + 1);
      if (cells.size() != width) {
        throw new Unreadable(
            i + 1, "must have " + width + " cells as the heading has, had " + cells.size());
      }
      lines.add(new Line(i + 1, cells));
    }
    if (lines.size() < 2) {
      throw new IllegalArgumentException("a heading and one row or more are needed");
    }
    return lines;
  }

  /// RFC 4180 without line breaks in cells: a quoted cell may hold separators and doubled quotes.
  private static List<String> cells(String line, char separator, int number) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == separator && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (quoted) {
      throw new Unreadable(number, "a quote is not closed");
    }
    cells.add(cell.toString().strip());
    return List.copyOf(cells);
  }

  private static String filled(Line line, int column, List<String> names) {
    String cell = line.cells().get(column);
    if (cell.isEmpty()) {
      throw new Unreadable(line.number(), names.get(column) + " must not be empty");
    }
    return cell;
  }

  private static boolean isRight(Line line, String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "1", "1.0", "true", "yes" -> true;
      case "0", "0.0", "false", "no" -> false;
      default -> throw new Unreadable(line.number(), "correct must be 1 or 0, was " + cell);
    };
  }

  private static int required(
      List<String> names, Map<String, String> columns, String what, String... usual) {
    int found = column(names, columns, what, usual);
    if (found < 0) {
      throw new IllegalArgumentException(
          "no column " + what + " in " + names + ": name it by --" + what + "=column");
    }
    return found;
  }

  /// The column asked for, or one of the usual names; -1 when none was asked for and none is there.
  private static int column(
      List<String> names, Map<String, String> columns, String what, String... usual) {
    @Nullable String asked = columns.get(what);
    if (asked != null) {
      int found = names.indexOf(asked);
      if (found < 0) {
        throw new IllegalArgumentException("no column " + asked + " in " + names);
      }
      return found;
    }
    for (String name : usual) {
      if (names.contains(name)) {
        return names.indexOf(name);
      }
    }
    return -1;
  }
}
