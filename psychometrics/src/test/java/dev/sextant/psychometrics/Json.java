package dev.sextant.psychometrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Just enough JSON for the reference files: objects, arrays, strings without escapes, numbers.
public final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /// The object that the text holds.
  public static Node parse(String text) {
    return new Node(new Json(text).value());
  }

  private @Nullable Object value() {
    skip();
    char c = text.charAt(at);
    if (c == '{') {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      at++;
      while (!closes('}')) {
        skip();
        String name = string();
        skip();
        at++;
        object.put(name, value());
      }
      return object;
    }
    if (c == '[') {
      List<@Nullable Object> array = new ArrayList<>();
      at++;
      while (!closes(']')) {
        array.add(value());
      }
      return array;
    }
    if (c == '"') {
      return string();
    }
    int start = at;
    while (",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> null;
      default -> Double.parseDouble(word);
    };
  }

  private boolean closes(char end) {
    skip();
    if (text.charAt(at) == ',') {
      at++;
      skip();
    }
    if (text.charAt(at) == end) {
      at++;
      return true;
    }
    return false;
  }

  private String string() {
    int end = text.indexOf('"', at + 1);
    String string = text.substring(at + 1, end);
    at = end + 1;
    return string;
  }

  private void skip() {
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /// One value of the tree.
  public record Node(@Nullable Object value) {
    public Node get(String name) {
      return new Node(((Map<?, ?>) Objects.requireNonNull(value)).get(name));
    }

    public boolean has(String name) {
      return ((Map<?, ?>) Objects.requireNonNull(value)).get(name) != null;
    }

    public List<Node> list() {
      List<Node> nodes = new ArrayList<>();
      for (Object element : (List<?>) Objects.requireNonNull(value)) {
        nodes.add(new Node(element));
      }
      return nodes;
    }

    public double number() {
      return (Double) Objects.requireNonNull(value);
    }

    public int[] integers() {
      return list().stream().mapToInt(node -> (int) node.number()).toArray();
    }

    public String text() {
      return (String) Objects.requireNonNull(value);
    }
  }
}
