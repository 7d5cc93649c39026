package dev.sextant.systemtests.access;

import dev.sextant.systemtests.Checkout;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// `abuse.yaml`: the rows B01 to B88 and how each is shown.
record AbuseTable(Map<String, Row> rows) {
  static final String FILE = "system-tests/src/test/resources/abuse.yaml";
  static final int ROWS = 88;

  AbuseTable {
    rows = new TreeMap<>(rows);
  }

  /// One row: cases to send, a test that shows it, or why it does not apply.
  record Row(String about, List<Case> cases, @Nullable String shownBy, @Nullable String notHere) {
    Row {
      cases = List.copyOf(cases);
    }
  }

  /// One request and what must come back.
  ///
  /// @param raw bytes for the socket instead of a call, or null
  /// @param holds text that the reply must hold, or null
  /// @param lacks text that it must not hold, or null
  /// @param header a header that the reply must have, or null
  /// @param once whether the connection must be closed after one reply
  record Case(
      String row,
      String as,
      @Nullable String call,
      @Nullable String raw,
      @Nullable String body,
      boolean chunked,
      Map<String, String> headers,
      int status,
      @Nullable String problem,
      @Nullable String holds,
      @Nullable String lacks,
      @Nullable String header,
      boolean once) {
    @Override
    public String toString() {
      String what = call != null ? call : String.valueOf(raw);
      return row + " " + as + " " + what.lines().findFirst().orElse("") + " is " + status;
    }
  }

  static AbuseTable read() {
    return parse(Checkout.read(FILE));
  }

  static AbuseTable parse(String yaml) {
    Map<?, ?> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    Map<String, Row> rows = new TreeMap<>();
    tree.forEach(
        (id, entry) -> {
          Map<?, ?> row = map(entry);
          List<Case> cases = new ArrayList<>();
          if (row.get("cases") instanceof List<?> list) {
            list.forEach(one -> cases.add(of(String.valueOf(id), map(one))));
          }
          rows.put(
              String.valueOf(id),
              new Row(
                  String.valueOf(row.get("about")),
                  cases,
                  text(row.get("shown-by")),
                  text(row.get("not-here"))));
        });
    return new AbuseTable(rows);
  }

  /// All cases in the order of the rows.
  List<Case> cases() {
    return rows.values().stream().flatMap(row -> row.cases().stream()).toList();
  }

  /// What is wrong with the table: rows that are missing, that show nothing, that name no test.
  List<String> flaws() {
    List<String> flaws = new ArrayList<>();
    for (int number = 1; number <= ROWS; number++) {
      String id = "B%02d".formatted(number);
      Row row = rows.get(id);
      if (row == null) {
        flaws.add(id + " is missing");
        continue;
      }
      int ways =
          (row.cases().isEmpty() ? 0 : 1)
              + (row.shownBy() == null ? 0 : 1)
              + (row.notHere() == null ? 0 : 1);
      if (ways != 1) {
        flaws.add(id + " must have cases, shown-by or not-here, has " + ways + " of them");
      }
      if (row.shownBy() != null && !exists(row.shownBy())) {
        flaws.add(id + " names no test: " + row.shownBy());
      }
    }
    return flaws;
  }

  private static boolean exists(String test) {
    String[] place = test.split("#", 2);
    return place.length == 2
        && Files.exists(Checkout.ROOT.resolve(place[0]))
        && Checkout.read(place[0]).contains("void " + place[1] + "(");
  }

  private static Case of(String row, Map<?, ?> one) {
    Map<String, String> headers = new TreeMap<>();
    map(one.get("headers")).forEach((k, v) -> headers.put(k.toString(), String.valueOf(v)));
    String call = text(one.get("encoded"));
    return new Case(
        row,
        String.valueOf(one.get("as")),
        call != null ? call : text(one.get("call")),
        text(one.get("raw")),
        text(one.get("body")),
        Boolean.TRUE.equals(one.get("chunked")),
        headers,
        one.get("status") instanceof Integer status ? status : 0,
        text(one.get("problem")),
        text(one.get("holds")),
        text(one.get("lacks")),
        text(one.get("header")),
        Boolean.TRUE.equals(one.get("once")));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
