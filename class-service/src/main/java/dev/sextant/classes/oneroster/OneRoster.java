package dev.sextant.classes.oneroster;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sextant.classes.RosterRow;
import dev.sextant.classes.oneroster.Columns.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a OneRoster ZIP says about one class.
///
/// The whole of it is checked before anything is believed: the manifest, the header of each file
/// against its version, values that must stand, that are one of a list, and that refer to another
/// file. A ZIP with one fault is refused with all its faults, up to a hundred.
public final class OneRoster {
  private static final int MOST_FAULTS = 100;
  private static final String MANIFEST = "manifest.csv";
  private static final String BULK = "bulk";
  private static final String DELTA = "delta";
  private static final Set<String> MODES = Set.of("absent", BULK, DELTA);

  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Table> tables = new HashMap<>();
  private final Map<String, String> modes = new HashMap<>();

  private OneRoster() {}

  /// What a ZIP comes to.
  public sealed interface Outcome {
    /// @param replaces the enrolments are all there are: whoever is not among them has left
    record Read(List<RosterRow> rows, boolean replaces) implements Outcome {
      public Read {
        rows = List.copyOf(rows);
      }
    }

    record Refused(List<Fault> faults) implements Outcome {
      public Refused {
        faults = List.copyOf(faults);
      }
    }

    /// The ZIP has several classes and none was named, or not the one that was.
    record WhichClass(List<String> sourcedIds) implements Outcome {
      public WhichClass {
        sourcedIds = List.copyOf(sourcedIds);
      }
    }
  }

  /// Reads a ZIP.
  ///
  /// @param sourcedId of the class that is meant; null when the ZIP has only one
  /// @param mostBytes of all files together, unpacked
  public static Outcome read(byte[] zip, @Nullable String sourcedId, long mostBytes) {
    var reading = new OneRoster();
    Map<String, byte[]> files = Archive.unpack(zip, mostBytes, reading.faults);
    if (reading.faults.isEmpty()) {
      reading.readManifest(files);
    }
    if (!reading.faults.isEmpty()) {
      return reading.refused();
    }
    reading.checkReferences();
    return reading.faults.isEmpty() ? reading.rosterOf(sourcedId) : reading.refused();
  }

  private Outcome refused() {
    return new Outcome.Refused(
        faults.stream()
            .sorted(
                Comparator.comparing(Fault::file)
                    .thenComparingInt(Fault::line)
                    .thenComparing(Fault::column))
            .limit(MOST_FAULTS)
            .toList());
  }

  private void readManifest(Map<String, byte[]> files) {
    byte[] manifest = files.get(MANIFEST);
    if (manifest == null) {
      fault(MANIFEST, 0, "", "file-missing", "must be in the ZIP");
      return;
    }
    Table properties =
        table(MANIFEST, manifest, List.of(Column.of("propertyName!"), Column.of("value")));
    if (!faults.isEmpty()) {
      return;
    }
    Map<String, Row> byName = new HashMap<>();
    for (Row row : properties.rows()) {
      if (byName.put(row.value("propertyName"), row) != null) {
        fault(MANIFEST, row.line(), "propertyName", "property-twice", "names a property again");
      }
    }
    Row versionRow = byName.get("oneroster.version");
    Columns columns = versionRow == null ? null : Columns.of(versionRow.value("value"));
    if (columns == null) {
      fault(
          MANIFEST,
          versionRow == null ? 0 : versionRow.line(),
          "value",
          "version-unknown",
          "oneroster.version must be 1.1 or 1.2");
      return;
    }
    byName.forEach((name, row) -> readMode(name, row, columns, files.keySet()));
    for (String file : new TreeSet<>(files.keySet())) {
      String name = file.substring(0, file.length() - ".csv".length());
      if (!file.equals(MANIFEST) && !columns.knows(name)) {
        fault(file, 0, "", "file-unknown", "is no file of this version of OneRoster");
      } else if (!file.equals(MANIFEST) && modes.getOrDefault(name, "absent").equals("absent")) {
        fault(file, 0, "", "not-in-manifest", "is in the ZIP, which the manifest does not say");
      } else if (columns.reads(name)) {
        tables.put(
            name,
            table(
                file,
                Objects.requireNonNull(files.get(file), "a name of the map"),
                columns.of(new Columns.File(name))));
      }
    }
    for (String needed : List.of("enrollments", "users")) {
      boolean bulkNeedsIt = !modes.getOrDefault("enrollments", "").equals(DELTA);
      if (!tables.containsKey(needed) && (needed.equals("enrollments") || bulkNeedsIt)) {
        fault(needed + ".csv", 0, "", "file-missing", "must be in the ZIP");
      }
    }
  }

  private void readMode(String property, Row row, Columns columns, Set<String> files) {
    if (!property.startsWith("file.")) {
      return;
    }
    String name = property.substring("file.".length());
    String mode = row.value("value");
    if (!columns.knows(name)) {
      fault(
          MANIFEST,
          row.line(),
          "propertyName",
          "file-unknown",
          "names a file that this version of OneRoster has not: " + printable(name));
    } else if (!MODES.contains(mode)) {
      fault(MANIFEST, row.line(), "value", "mode-unknown", "must be absent, bulk or delta");
    } else {
      modes.put(name, mode);
      if (!mode.equals("absent") && !files.contains(name + ".csv")) {
        fault(name + ".csv", 0, "", "file-missing", "is not in the ZIP, which the manifest says");
      }
    }
  }

  private Table table(String file, byte[] content, List<Column> columns) {
    List<Row> rows = new ArrayList<>();
    Map<String, Integer> header = new LinkedHashMap<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(text(content))) {
      boolean first = true;
      for (CsvRecord line : reader) {
        if (faults.size() >= MOST_FAULTS) {
          break;
        }
        if (first) {
          readHeader(file, line.getFields(), columns, header);
          first = false;
          if (!faults.isEmpty()) {
            break;
          }
        } else {
          int number = Math.toIntExact(line.getStartingLineNumber());
          if (line.getFieldCount() != header.size()) {
            fault(
                file,
                number,
                "",
                "columns-differ",
                "has "
                    + line.getFieldCount()
                    + " values where the header names "
                    + header.size()
                    + " columns");
          } else {
            var row = new Row(number, header, line.getFields());
            checkValues(file, row, columns);
            rows.add(row);
          }
        }
      }
      if (first) {
        fault(file, 1, "", "header-missing", "has no header");
      }
    } catch (CharacterCodingException e) {
      fault(file, 0, "", "not-utf-8", "is not UTF-8");
    } catch (CsvParseException e) {
      int after = rows.isEmpty() ? 1 : rows.getLast().line();
      fault(file, after + 1, "", "not-csv", "is not CSV from here: look for a quotation mark");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    checkTwice(file, rows, header);
    return new Table(file, columns, rows);
  }

  private void readHeader(
      String file, List<String> names, List<Column> columns, Map<String, Integer> header) {
    Set<String> known = new HashSet<>();
    columns.forEach(column -> known.add(column.name()));
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).strip();
      if (header.put(name, i) != null) {
        fault(file, 1, printable(name), "column-twice", "stands twice in the header");
      } else if (!known.contains(name) && !name.startsWith("metadata.")) {
        fault(
            file,
            1,
            printable(name),
            "column-unknown",
            "is no column of this file in this version of OneRoster");
      }
    }
    for (Column column : columns) {
      if (!header.containsKey(column.name())) {
        fault(file, 1, column.name(), "column-missing", "must stand in the header");
      }
    }
  }

  private void checkValues(String file, Row row, List<Column> columns) {
    for (Column column : columns) {
      String value = row.value(column.name());
      if (value.isEmpty()) {
        if (column.required()) {
          fault(file, row.line(), column.name(), "value-missing", "must have a value");
        }
      } else if (!column.values().isEmpty() && !column.values().contains(value)) {
        fault(
            file,
            row.line(),
            column.name(),
            "value-unknown",
            "must be one of " + String.join(", ", new TreeSet<>(column.values())));
      }
    }
  }

  private void checkTwice(String file, List<Row> rows, Map<String, Integer> header) {
    if (header.containsKey("sourcedId")) {
      Set<String> seen = new HashSet<>();
      for (Row row : rows) {
        if (!seen.add(row.value("sourcedId"))) {
          fault(file, row.line(), "sourcedId", "sourced-id-twice", "stands in an earlier line");
        }
      }
    }
  }

  /// A file of a delta may refer to what an earlier one brought; only a bulk file must be complete.
  private void checkReferences() {
    tables.forEach(
        (name, table) -> {
          for (Column column : table.columns()) {
            Table target = tables.get(column.refersTo());
            if (target != null && modes.getOrDefault(column.refersTo(), "").equals(BULK)) {
              Set<String> there = new HashSet<>();
              target.rows().forEach(row -> there.add(row.value("sourcedId")));
              table.rows().forEach(row -> checkReference(table.file(), row, column, there));
            }
          }
        });
  }

  private void checkReference(String file, Row row, Column column, Set<String> there) {
    String value = row.value(column.name());
    for (String one : column.list() ? value.split(",") : new String[] {value}) {
      if (!one.isBlank() && !there.contains(one.strip())) {
        fault(
            file,
            row.line(),
            column.name(),
            "reference-dangling",
            "refers to nothing in " + column.refersTo() + ".csv");
      }
    }
  }

  private Outcome rosterOf(@Nullable String sourcedId) {
    Table enrollments = tables.getOrDefault("enrollments", Table.NONE);
    Set<String> classes = new LinkedHashSet<>();
    tables.getOrDefault("classes", Table.NONE).rows().stream()
        .filter(row -> !row.isDeleted())
        .forEach(row -> classes.add(row.value("sourcedId")));
    if (!modes.getOrDefault("classes", "").equals(BULK)) {
      enrollments.rows().forEach(row -> classes.add(row.value("classSourcedId")));
    }
    String meant = sourcedId == null && classes.size() == 1 ? classes.iterator().next() : sourcedId;
    if (meant == null || !classes.contains(meant)) {
      return new Outcome.WhichClass(List.copyOf(classes));
    }
    boolean delta = modes.getOrDefault("enrollments", "").equals(DELTA);
    Map<String, Row> users = new LinkedHashMap<>();
    tables
        .getOrDefault("users", Table.NONE)
        .rows()
        .forEach(u -> users.put(u.value("sourcedId"), u));
    List<RosterRow> rows = new ArrayList<>();
    Set<String> enrolled = new HashSet<>();
    for (Row enrollment : enrollments.rows()) {
      if (enrollment.value("classSourcedId").equals(meant)) {
        String userId = enrollment.value("userSourcedId");
        enrolled.add(userId);
        rows.add(row(enrollment, userId, users.get(userId)));
      }
    }
    if (delta) {
      users.forEach(
          (id, user) -> {
            if (!enrolled.contains(id)) {
              rows.add(
                  person(
                      user,
                      id,
                      isGone(user) ? RosterRow.Action.LEAVE : RosterRow.Action.DESCRIBE,
                      "LEARNER",
                      user.line()));
            }
          });
    }
    return new Outcome.Read(rows, !delta);
  }

  private static RosterRow row(Row enrollment, String userId, @Nullable Row user) {
    boolean leaves = enrollment.isDeleted() || (user != null && isGone(user));
    RosterRow.Action action = leaves ? RosterRow.Action.LEAVE : RosterRow.Action.ENROL;
    String role =
        switch (enrollment.value("role")) {
          case "student" -> "LEARNER";
          case "teacher" -> "INSTRUCTOR";
          // Administrators and proctors of a school are nobody in a class here.
          default -> enrollment.value("role");
        };
    return user == null
        ? new RosterRow(enrollment.line(), action, "", "", role, userId, null)
        : person(user, userId, action, role, enrollment.line());
  }

  private static RosterRow person(
      Row user, String userId, RosterRow.Action action, String role, int line) {
    String email = user.value("email");
    String name =
        first(user.value("preferredGivenName"), user.value("givenName"))
            + " "
            + first(user.value("preferredFamilyName"), user.value("familyName"));
    return new RosterRow(
        line,
        action,
        email.isEmpty() ? user.value("username") : email,
        name.strip(),
        role,
        userId,
        null);
  }

  private static boolean isGone(Row user) {
    return user.isDeleted() || user.value("enabledUser").equals("false");
  }

  private static String first(String preferred, String otherwise) {
    return preferred.isEmpty() ? otherwise : preferred;
  }

  private static String text(byte[] content) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String printable(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.substring(0, Math.min(80, clean.length()));
  }

  private void fault(String file, int line, String column, String code, String message) {
    faults.add(new Fault(file, line, column, code, message));
  }

  private record Table(String file, List<Column> columns, List<Row> rows) {
    private static final Table NONE = new Table("", List.of(), List.of());
  }

  private record Row(int line, Map<String, Integer> header, List<String> values) {
    /// The value of a column, or empty when the file has no such column.
    String value(String column) {
      Integer index = header.get(column);
      return index == null ? "" : values.get(index).strip();
    }

    boolean isDeleted() {
      return value("status").equals("tobedeleted");
    }
  }
}
