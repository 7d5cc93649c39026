package dev.sextant.classes.web;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sextant.classes.Job.RowError;
import dev.sextant.classes.RosterRow;
import dev.sextant.servicekit.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a roster from CSV (RFC 4180): UTF-8 with or without a byte order mark, a first line that
/// names the columns in any order, and comma, semicolon or tab between them.
final class RosterCsv {
  private static final Set<String> KNOWN =
      Set.of("email", "name", "role", "externalid", "password");

  private RosterCsv() {}

  /// What a file holds.
  ///
  /// @param unreadable lines that are not as the first line says
  record Read(List<RosterRow> rows, List<RowError> unreadable) {}

  static Read read(byte[] file, int maxRows) {
    String text = text(file);
    List<RosterRow> rows = new ArrayList<>();
    List<RowError> unreadable = new ArrayList<>();
    var format =
        CsvReader.builder()
            .fieldSeparator(separator(text))
            .allowExtraFields(true)
            .allowMissingFields(true);
    try (CsvReader<CsvRecord> reader = format.ofCsvRecord(text)) {
      Iterator<CsvRecord> records = reader.iterator();
      if (!records.hasNext()) {
        throw unreadable("The file is empty.");
      }
      Map<String, Integer> columns = columns(records.next().getFields());
      while (records.hasNext()) {
        if (rows.size() + unreadable.size() >= maxRows) {
          throw RosterController.tooLarge(maxRows);
        }
        read(records.next(), columns, rows, unreadable);
      }
    } catch (CsvParseException e) {
      throw unreadable(
          "A line after row "
              + (rows.size() + unreadable.size())
              + " is not CSV: look for a quotation mark that is not closed or not doubled.");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Read(rows, unreadable);
  }

  private static void read(
      CsvRecord line,
      Map<String, Integer> columns,
      List<RosterRow> rows,
      List<RowError> unreadable) {
    int number = Math.toIntExact(line.getStartingLineNumber());
    if (line.getFieldCount() != columns.size()) {
      unreadable.add(
          new RowError(
              number,
              "",
              "columns-differ",
              "has "
                  + line.getFieldCount()
                  + " values where the first line names "
                  + columns.size()
                  + " columns"));
      return;
    }
    String role = value(line, columns, "role");
    rows.add(
        new RosterRow(
            number,
            RosterRow.Action.ENROL,
            text(line, columns, "email"),
            text(line, columns, "name"),
            role == null || role.isBlank() ? "LEARNER" : role,
            value(line, columns, "externalid"),
            value(line, columns, "password")));
  }

  private static Map<String, Integer> columns(List<String> names) {
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).strip().toLowerCase(Locale.ROOT);
      if (!KNOWN.contains(name)) {
        throw unreadable(
            "Column "
                + (i + 1)
                + " of the first line is not one of email, name, role, externalId, password.");
      }
      if (columns.put(name, i) != null) {
        throw unreadable("The column " + name + " stands twice in the first line.");
      }
    }
    if (!columns.containsKey("email") || !columns.containsKey("name")) {
      throw unreadable("The first line must name the columns email and name.");
    }
    return columns;
  }

  /// Spreadsheets of half the world write semicolons: what the first line has most of, counts.
  private static char separator(String text) {
    int end = text.indexOf('\n');
    String header = end < 0 ? text : text.substring(0, end);
    char best = ',';
    long most = 0;
    for (char candidate : new char[] {',', ';', '\t'}) {
      long count = header.chars().filter(c -> c == candidate).count();
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  private static String text(byte[] file) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw unreadable("The file is not UTF-8: save it as \"CSV UTF-8\".");
    }
  }

  private static String text(CsvRecord line, Map<String, Integer> columns, String column) {
    String value = value(line, columns, column);
    return value == null ? "" : value;
  }

  private static @Nullable String value(
      CsvRecord line, Map<String, Integer> columns, String column) {
    Integer index = columns.get(column);
    return index == null ? null : line.getField(index);
  }

  private static Problem unreadable(String detail) {
    return new Problem(ClassProblem.ROSTER_UNREADABLE, detail);
  }
}
