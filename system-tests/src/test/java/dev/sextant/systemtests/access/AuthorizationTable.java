package dev.sextant.systemtests.access;

import dev.sextant.systemtests.Checkout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// `authorization.yaml`: who may call what.
///
/// @param roles the columns
/// @param rows one for each endpoint, or more when it answers differently for different things
record AuthorizationTable(List<String> roles, List<Row> rows) {
  static final String FILE = "system-tests/src/test/resources/authorization.yaml";

  AuthorizationTable {
    roles = List.copyOf(roles);
    rows = List.copyOf(rows);
  }

  /// One endpoint, asked about the things of one organisation.
  ///
  /// @param expect the status by role when the service is called itself
  /// @param gateway the same through the gateway
  /// @param body a JSON body, or null for none
  /// @param form a form, or null for none
  /// @param or another success that is as good, or null
  /// @param signsIn whether the reply is about the person that the body names
  /// @param ifMatch whether the newest `ETag` goes with it
  /// @param accept the media type asked for, or null
  /// @param secrets the roles that read keys or explanations here
  record Row(
      String service,
      String method,
      String path,
      Map<String, Integer> expect,
      Map<String, Integer> gateway,
      @Nullable String body,
      @Nullable String form,
      @Nullable Integer or,
      boolean signsIn,
      boolean ifMatch,
      @Nullable String accept,
      Set<String> secrets) {

    String call() {
      return method + " " + path;
    }
  }

  static AuthorizationTable read() {
    return parse(Checkout.read(FILE));
  }

  static AuthorizationTable parse(String yaml) {
    Map<?, ?> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    List<String> roles = strings(tree.get("roles"));
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<?, ?> service : map(tree.get("services")).entrySet()) {
      for (Object entry : (List<?>) service.getValue()) {
        rows.add(row(String.valueOf(service.getKey()), roles, map(entry)));
      }
    }
    return new AuthorizationTable(roles, rows);
  }

  /// What the table lacks or has too much, against what the services map.
  ///
  /// @param mapped by service, as `Endpoints` says it
  List<String> disagreements(Map<String, Set<String>> mapped) {
    List<String> found = new ArrayList<>();
    mapped.forEach(
        (service, calls) -> {
          Set<String> named = new HashSet<>();
          for (Row row : rows) {
            if (row.service().equals(service)) {
              named.add(Endpoints.nameless(row.method() + " " + row.path().split("\\?", 2)[0]));
            }
          }
          Set<String> missing = new TreeSet<>(calls);
          missing.removeAll(named);
          missing.forEach(call -> found.add(service + " maps " + call + ", which has no line"));
          named.removeAll(calls);
          new TreeSet<>(named)
              .forEach(call -> found.add(service + " does not map " + call + ", which has a line"));
        });
    for (Row row : rows) {
      if (!mapped.containsKey(row.service())) {
        found.add(row.service() + " is no service");
      }
    }
    return found;
  }

  private static Row row(String service, List<String> roles, Map<?, ?> entry) {
    Set<String> known =
        Set.of(
            "call",
            "expect",
            "gateway",
            "body",
            "form",
            "or",
            "signs-in",
            "if-match",
            "accept",
            "secrets",
            "why");
    for (Object key : entry.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw new IllegalArgumentException(entry.get("call") + " has an unknown member " + key);
      }
    }
    String[] call = String.valueOf(entry.get("call")).split(" ", 2);
    Map<String, Integer> expect = statuses(call[1], roles, entry.get("expect"));
    return new Row(
        service,
        call[0],
        call[1],
        expect,
        entry.containsKey("gateway") ? statuses(call[1], roles, entry.get("gateway")) : expect,
        text(entry.get("body")),
        text(entry.get("form")),
        entry.get("or") instanceof Integer or ? or : null,
        Boolean.TRUE.equals(entry.get("signs-in")),
        Boolean.TRUE.equals(entry.get("if-match")),
        text(entry.get("accept")),
        Set.copyOf(strings(entry.get("secrets"))));
  }

  private static Map<String, Integer> statuses(
      String call, List<String> roles, @Nullable Object cells) {
    List<?> values = cells instanceof List<?> list ? list : List.of();
    if (values.size() != roles.size()) {
      throw new IllegalArgumentException(
          call + " must say " + roles.size() + " statuses, says " + values.size());
    }
    Map<String, Integer> statuses = new LinkedHashMap<>();
    for (int i = 0; i < roles.size(); i++) {
      statuses.put(roles.get(i), (Integer) values.get(i));
    }
    return statuses;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<String> strings(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }
}
