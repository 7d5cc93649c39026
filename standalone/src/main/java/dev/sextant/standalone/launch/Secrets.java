package dev.sextant.standalone.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/// The passwords of one installation: made at the first start, kept in a file that only its owner
/// reads, the same ever after.
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Properties known = new Properties();

  Secrets(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        known.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
  }

  /// A long secret for machines.
  String key(String name) {
    return get(name, 33);
  }

  /// A short password for people to type.
  String password(String name) {
    return get(name, 12);
  }

  private synchronized String get(String name, int bytes) {
    String value = known.getProperty(name);
    if (value == null) {
      byte[] random = new byte[bytes];
      RANDOM.nextBytes(random);
      value = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      known.setProperty(name, value);
      write();
    }
    return value;
  }

  private void write() {
    try {
      Files.createDirectories(file.getParent());
      if (!Files.exists(file)
          && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      try (var out = Files.newBufferedWriter(file)) {
        known.store(out, "Secrets of this installation. Keep them to yourself.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
