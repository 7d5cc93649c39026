package dev.sextant.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The files of the repository that this build was started in.
public final class Checkout {
  /// The folder of the root `pom.xml`; Maven runs tests in their module's folder.
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /// The services that are deployed.
  public static final List<String> SERVICES =
      List.of(
          "gateway", "question-service", "session-service", "analytics-service", "class-service");

  private Checkout() {}

  /// The text of a file.
  public static String read(String path) {
    return read(ROOT.resolve(path));
  }

  /// The text of a file.
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /// The folders beside the root descriptor that have one of their own.
  public static List<String> modules() {
    try (var folders = Files.list(ROOT)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + ROOT, e);
    }
  }

  /// All files below a folder whose names end so, in order; none when there is no such folder.
  public static List<Path> filesBelow(String folder, String ending) {
    Path start = ROOT.resolve(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (var files = Files.walk(start)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + start, e);
    }
  }
}
