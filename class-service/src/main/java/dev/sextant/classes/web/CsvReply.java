package dev.sextant.classes.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/// A table for a spreadsheet (RFC 4180).
///
/// A text that a spreadsheet would take for a formula gets an apostrophe before it, because people
/// choose their own names. Numbers are left alone.
final class CsvReply {
  private static final String FORMULA_STARTS = "=+-@\t\r";

  private final StringWriter text = new StringWriter();
  private final CsvWriter csv = CsvWriter.builder().build(text);

  CsvReply(String... header) {
    csv.writeRecord(header);
  }

  void row(@Nullable Object... values) {
    csv.writeRecord(Arrays.stream(values).map(CsvReply::cell).toList());
  }

  /// The whole table, to be kept under a name.
  ResponseEntity<String> named(String file) throws IOException {
    csv.close();
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(file).build().toString())
        .header(HttpHeaders.CONTENT_TYPE, "text/csv;charset=UTF-8")
        .body(text.toString());
  }

  private static String cell(@Nullable Object value) {
    String cell = value == null ? "" : value.toString();
    boolean formula =
        value instanceof String && !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0;
    return formula ? "'" + cell : cell;
  }
}
