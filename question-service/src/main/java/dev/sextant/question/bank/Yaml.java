package dev.sextant.question.bank;

import dev.sextant.question.importing.Fault;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// One mapping of a YAML file that knows its place and notes what is wrong with it.
///
/// Nothing of the file is ever made into an object by its tags.
final class Yaml {
  private final String file;
  private final int line;
  private final String subject;
  private final Map<String, Node> fields = new LinkedHashMap<>();
  private final List<Fault> faults;

  private Yaml(String file, Node node, String subject, List<Fault> faults) {
    this.file = file;
    this.line = node.getStartMark().getLine() + 1;
    this.subject = subject;
    this.faults = faults;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
        if (fields.put(name, tuple.getValueNode()) != null) {
          fault(tuple.getKeyNode(), "`" + name + "` is there twice");
        }
      }
    } else {
      fault(node, "must be a mapping");
    }
  }

  /// The root of a file that is a list of mappings.
  static List<Yaml> list(String file, String text, List<Fault> faults) {
    Node root = root(file, text, faults);
    if (root == null) {
      return List.of();
    }
    if (!(root instanceof SequenceNode sequence)) {
      faults.add(new Fault(file + ":1", "", "must be a list"));
      return List.of();
    }
    List<Yaml> items = new ArrayList<>();
    for (Node node : sequence.getValue()) {
      items.add(new Yaml(file, node, idOf(node), faults));
    }
    return items;
  }

  /// The root of a file that is one mapping.
  static @Nullable Yaml mapping(String file, String text, List<Fault> faults) {
    Node root = root(file, text, faults);
    return root == null ? null : new Yaml(file, root, idOf(root), faults);
  }

  private static @Nullable Node root(String file, String text, List<Fault> faults) {
    try {
      Node root = new org.yaml.snakeyaml.Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root == null) {
        faults.add(new Fault(file + ":1", "", "is empty"));
      }
      return root;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      faults.add(new Fault(file + ":" + line, "", "is not YAML: " + e.getProblem()));
      return null;
    } catch (YAMLException e) {
      faults.add(new Fault(file + ":1", "", "is not YAML that is read here"));
      return null;
    }
  }

  private static String idOf(Node node) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && key.getValue().equals("id")
            && tuple.getValueNode() instanceof ScalarNode id) {
          return id.getValue();
        }
      }
    }
    return "";
  }

  int line() {
    return line;
  }

  Set<String> names() {
    return fields.keySet();
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /// Notes every field that is none of these.
  void only(String... allowed) {
    Set<String> known = Set.of(allowed);
    fields.forEach(
        (name, node) -> {
          if (!known.contains(name)) {
            fault(node, "`" + name + "` is not a field");
          }
        });
  }

  /// A text that is there and not blank; empty when it is not, and noted.
  String text(String name) {
    Node node = fields.get(name);
    if (node == null) {
      faults.add(new Fault(file + ":" + line, subject, "`" + name + "` is missing"));
      return "";
    }
    if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
      fault(node, "`" + name + "` must be a text: quote what looks like a number or a flag");
      return "";
    }
    if (scalar.getValue().isBlank()) {
      fault(node, "`" + name + "` is blank");
    }
    return scalar.getValue();
  }

  @Nullable String textOrNull(String name) {
    return has(name) ? text(name) : null;
  }

  boolean flag(String name, boolean otherwise) {
    Node node = fields.get(name);
    if (node == null) {
      return otherwise;
    }
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return scalar.getValue().toLowerCase(Locale.ROOT).equals("true");
    }
    fault(node, "`" + name + "` must be true or false");
    return otherwise;
  }

  double number(String name, double otherwise) {
    Double value = numberOrNull(name);
    return value == null ? otherwise : value;
  }

  @Nullable Double numberOrNull(String name) {
    Node node = fields.get(name);
    if (node == null) {
      return null;
    }
    if (node instanceof ScalarNode scalar) {
      try {
        return Double.valueOf(scalar.getValue());
      } catch (NumberFormatException e) {
        // Noted below, like whatever else is no number.
      }
    }
    fault(node, "`" + name + "` must be a number");
    return null;
  }

  int whole(String name) {
    Double value = numberOrNull(name);
    if (value == null || value != Math.rint(value)) {
      faults.add(new Fault(file + ":" + line, subject, "`" + name + "` must be a whole number"));
      return 0;
    }
    return value.intValue();
  }

  /// One of an enum's names; the first, and noted, when it is none.
  <E extends Enum<E>> E oneOf(String name, Class<E> type) {
    return oneOf(name, type, text(name));
  }

  <E extends Enum<E>> E oneOf(String name, Class<E> type, E otherwise) {
    return has(name) ? oneOf(name, type) : otherwise;
  }

  private <E extends Enum<E>> E oneOf(String name, Class<E> type, String value) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(value.toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    Node node = fields.get(name);
    if (node != null) {
      fault(node, "`" + name + "` must be one of " + List.of(type.getEnumConstants()));
    }
    return type.getEnumConstants()[0];
  }

  List<String> texts(String name) {
    Node node = fields.get(name);
    if (node == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        if (item instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
          texts.add(scalar.getValue());
        } else {
          fault(item, "`" + name + "` must hold texts");
        }
      }
    } else {
      fault(node, "`" + name + "` must be a list");
    }
    return texts;
  }

  /// The mappings of a list; empty when it is absent.
  List<Yaml> items(String name) {
    Node node = fields.get(name);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      fault(node, "`" + name + "` must be a list");
      return List.of();
    }
    return sequence.getValue().stream()
        .map(item -> new Yaml(file, item, subject.isEmpty() ? idOf(item) : subject, faults))
        .toList();
  }

  /// A mapping below this one.
  @Nullable Yaml child(String name) {
    Node node = fields.get(name);
    return node == null ? null : new Yaml(file, node, subject, faults);
  }

  void fault(String message) {
    faults.add(new Fault(file + ":" + line, subject, message));
  }

  private void fault(Node node, String message) {
    faults.add(new Fault(file + ":" + (node.getStartMark().getLine() + 1), subject, message));
  }
}
