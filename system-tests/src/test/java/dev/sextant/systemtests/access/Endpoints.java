package dev.sextant.systemtests.access;

import dev.sextant.systemtests.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the controllers of a service map, read from its compiled classes, so that nothing that is
/// mapped can be forgotten by a table about it.
final class Endpoints {
  private static final String BIND = "Lorg/springframework/web/bind/annotation/";
  private static final String CONTROLLER = "Lorg/springframework/stereotype/Controller;";
  private static final Map<String, String> METHODS =
      Map.of(
          "GetMapping", "GET",
          "PostMapping", "POST",
          "PutMapping", "PUT",
          "DeleteMapping", "DELETE",
          "PatchMapping", "PATCH");

  private Endpoints() {}

  /// Each mapping of a service as `GET /api/things/{}`.
  static Set<String> of(String service) {
    Set<String> mapped = new TreeSet<>();
    for (Path file : Checkout.filesBelow(service + "/target/classes", ".class")) {
      try {
        ClassModel model = ClassFile.of().parse(file);
        if (find(model, BIND + "RestController;").or(() -> find(model, CONTROLLER)).isPresent()) {
          collect(model, mapped);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return mapped;
  }

  /// A call with its path variables made nameless.
  static String nameless(String call) {
    return call.replaceAll("\\{[^}]*}", "{}");
  }

  private static void collect(ClassModel controller, Set<String> mapped) {
    List<String> prefixes =
        find(controller, BIND + "RequestMapping;").map(Endpoints::paths).orElse(List.of(""));
    for (MethodModel method : controller.methods()) {
      METHODS.forEach(
          (annotation, verb) ->
              find(method, BIND + annotation + ";")
                  .ifPresent(mapping -> add(mapped, verb, prefixes, paths(mapping))));
      find(method, BIND + "RequestMapping;")
          .ifPresent(mapping -> add(mapped, "*", prefixes, paths(mapping)));
    }
  }

  private static void add(
      Set<String> mapped, String verb, List<String> prefixes, List<String> paths) {
    for (String prefix : prefixes) {
      for (String path : paths) {
        mapped.add(nameless(verb + " " + prefix + path));
      }
    }
  }

  private static Optional<Annotation> find(AttributedElement element, String type) {
    return element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .flatMap(
            all ->
                all.annotations().stream()
                    .filter(annotation -> annotation.className().equalsString(type))
                    .findFirst());
  }

  /// The `value` or `path` of a mapping; one empty path when it names none.
  private static List<String> paths(Annotation mapping) {
    List<String> paths = new ArrayList<>();
    for (AnnotationElement element : mapping.elements()) {
      String name = element.name().stringValue();
      if ((name.equals("value") || name.equals("path"))
          && element.value() instanceof AnnotationValue.OfArray array) {
        for (AnnotationValue value : array.values()) {
          if (value instanceof AnnotationValue.OfString text) {
            paths.add(text.stringValue());
          }
        }
      }
    }
    return paths.isEmpty() ? List.of("") : paths;
  }
}
