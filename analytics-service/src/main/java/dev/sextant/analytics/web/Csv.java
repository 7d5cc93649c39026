package dev.sextant.analytics.web;

import java.util.regex.Pattern;

/// What spreadsheets must not take for a formula.
final class Csv {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?");
  private static final String STARTS_A_FORMULA = "=+-@\t\r";

  private Csv() {}

  /// The field with an apostrophe before it where it would be a formula; numbers stay as they are.
  static String guarded(String field) {
    return field.isEmpty()
            || STARTS_A_FORMULA.indexOf(field.charAt(0)) < 0
            || NUMBER.matcher(field).matches()
        ? field
        : "'" + field;
  }
}
