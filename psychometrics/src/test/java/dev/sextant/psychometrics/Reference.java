package dev.sextant.psychometrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads the reference data: numbers computed with catR, mirt, mirtCAT and numpy. Each folder's
/// README says how and how close an implementation should come.
public final class Reference {
  private Reference() {}

  /// The whole text of a file below `reference/`.
  public static String text(String path) {
    try (InputStream in = Reference.class.getResourceAsStream("/reference/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("no reference file " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The rows of a CSV file with a heading; quotes do not occur in them.
  public static List<Row> csv(String path) {
    List<String> lines = text(path).lines().filter(line -> !line.isBlank()).toList();
    String[] names = lines.getFirst().split(",", -1);
    var rows = new ArrayList<Row>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> byName = new HashMap<>();
      for (int i = 0; i < names.length; i++) {
        byName.put(names[i].trim(), cells[i].trim());
      }
      rows.add(new Row(byName));
    }
    return rows;
  }

  /// One row of a CSV file, by column name.
  public record Row(Map<String, String> cells) {
    public String text(String name) {
      String cell = cells.get(name);
      if (cell == null) {
        throw new IllegalArgumentException("no column " + name + " in " + cells.keySet());
      }
      return cell;
    }

    public double number(String name) {
      return Double.parseDouble(text(name));
    }

    public int integer(String name) {
      return Integer.parseInt(text(name));
    }

    /// Whole numbers separated by spaces.
    public int[] integers(String name) {
      String text = text(name);
      return text.isEmpty()
          ? new int[0]
          : Stream.of(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }
  }
}
