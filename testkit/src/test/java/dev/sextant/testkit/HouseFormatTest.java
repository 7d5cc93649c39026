package dev.sextant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every Java file of the repository is formatted by google-java-format.
///
/// A test and not a plugin of the build, because the formatter parses with the JDK it runs on, and
/// tests run on JDK 25 whichever JDK started Maven. `make format` runs it with
/// `-Dsextant.format=write`, which mends instead of telling.
class HouseFormatTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void every_java_file_is_formatted() throws IOException {
    List<Path> wrong = new ArrayList<>();
    for (Path file : javaFiles()) {
      String source = Files.readString(file);
      String formatted = format(source, file);
      if (!formatted.equals(source)) {
        if ("write".equals(System.getProperty("sextant.format"))) {
          Files.writeString(file, formatted);
        } else {
          wrong.add(ROOT.relativize(file));
        }
      }
    }
    assertThat(wrong).as("`make format` mends these").isEmpty();
  }

  @Test
  void an_untidy_file_is_noticed() {
    assertThat(format("class  A{ }", Path.of("A.java"))).isEqualTo("class A {}\n");
  }

  private static List<Path> javaFiles() throws IOException {
    var found = new ArrayList<Path>();
    try (var modules = Files.list(ROOT)) {
      for (Path module : modules.map(m -> m.resolve("src")).filter(Files::isDirectory).toList()) {
        try (var files = Files.walk(module)) {
          files.filter(f -> f.toString().endsWith(".java")).forEach(found::add);
        }
      }
    }
    return found;
  }

  private static String format(String source, Path file) {
    try {
      var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
      return formatter.formatSourceAndFixImports(RemoveUnusedImports.removeUnusedImports(source));
    } catch (FormatterException e) {
      throw new IllegalStateException("cannot format " + file + ": " + e.getMessage(), e);
    }
  }
}
