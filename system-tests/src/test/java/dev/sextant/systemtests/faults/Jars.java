package dev.sextant.systemtests.faults;

import dev.sextant.systemtests.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The services' jars as they are deployed, and copies of them that are broken on purpose.
final class Jars {
  private Jars() {}

  /// The jar of a service.
  static Path of(String service) {
    Path target = Checkout.ROOT.resolve(service).resolve("target");
    try (var files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches(service + "-[0-9.]+\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError(service + " is not packaged"));
    } catch (IOException e) {
      throw new UncheckedIOException(service + " is not packaged", e);
    }
  }

  /// A copy of a jar in which one file says something else.
  ///
  /// @param copy where it is written
  /// @throws AssertionError when the file does not say what is to be replaced exactly once
  static void broken(Path jar, Path copy, String file, String guard, String instead) {
    try {
      Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
      try (FileSystem inside = FileSystems.newFileSystem(copy)) {
        Path entry = inside.getPath(file);
        String text = Files.readString(entry);
        int first = text.indexOf(guard);
        if (first < 0 || text.indexOf(guard, first + 1) >= 0) {
          throw new AssertionError(file + " must say exactly once: " + guard);
        }
        Files.writeString(entry, text.replace(guard, instead));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
