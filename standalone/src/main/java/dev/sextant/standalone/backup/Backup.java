package dev.sextant.standalone.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A copy of an installation's data folder, taken while it stands still: Redis, Kafka and MongoDB
/// agree with each other in it, to the last answer.
///
/// Holds the secrets too, without which receipts and sign-ins of before mean nothing: keep it as
/// closely as the folder itself. What analytics-service computes on disk is left out, since it
/// comes again from Kafka. Logs are left out.
public final class Backup {
  /// Names the hash of every file; a copy without it is not whole.
  static final String LIST = "SHA256SUMS";

  /// What is copied, the stores first.
  static final List<String> PARTS = List.of("redis", "kafka", "mongodb", "secrets.properties");

  private static final String PID = "redis.pid";

  private Backup() {}

  /// Copies `data` to `copy`, which must not be there yet.
  ///
  /// @return how many files it holds
  /// @throws IllegalStateException when the installation runs, or there is nothing to copy
  public static int take(Path data, Path copy) {
    mustStand(data);
    if (Files.exists(copy)) {
      throw new IllegalStateException(copy + " is there already: name a folder that is not");
    }
    if (!Files.isDirectory(data.resolve("redis"))) {
      throw new IllegalStateException(data + " holds no installation");
    }
    Path unfinished = copy.resolveSibling(copy.getFileName() + ".unfinished");
    try {
      delete(unfinished);
      Files.createDirectories(unfinished);
      for (String part : PARTS) {
        copy(data.resolve(part), unfinished.resolve(part));
      }
      Map<String, String> hashes = hashes(unfinished);
      Files.write(
          unfinished.resolve(LIST),
          hashes.entrySet().stream().map(file -> file.getValue() + "  " + file.getKey()).toList());
      Files.move(unfinished, copy);
      return hashes.size();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + data + " to " + copy, e);
    }
  }

  /// Makes sure that a copy is whole and unchanged.
  ///
  /// @throws IllegalStateException when it is not; the message names the first file that differs
  static void mustBeWhole(Path copy) {
    try {
      Path list = copy.resolve(LIST);
      if (!Files.isRegularFile(list)) {
        throw new IllegalStateException(copy + " is no whole backup: it has no " + LIST);
      }
      var told = new TreeMap<String, String>();
      for (String line : Files.readAllLines(list)) {
        told.put(line.substring(line.indexOf(' ') + 2), line.substring(0, line.indexOf(' ')));
      }
      Map<String, String> found = hashes(copy);
      for (String file : Stream.concat(told.keySet().stream(), found.keySet().stream()).toList()) {
        if (!told.getOrDefault(file, "").equals(found.get(file))) {
          throw new IllegalStateException(copy + " is not as it was taken: " + file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + copy, e);
    }
  }

  /// @throws IllegalStateException when the installation of this folder runs
  static void mustStand(Path data) {
    Path pid = data.resolve("redis").resolve(PID);
    try {
      if (Files.exists(pid)
          && ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
              .filter(process -> process.info().command().orElse("").contains("redis"))
              .isPresent()) {
        throw new IllegalStateException(
            "Sextant runs on " + data + ": stop it first, so that its three stores agree");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + pid, e);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    for (Path file : below(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else if (!file.endsWith(PID)) {
        Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : below(folder).reversed()) {
        Files.delete(file);
      }
    }
  }

  /// Folders before what they hold.
  private static List<Path> below(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return new ArrayList<>(files.sorted(Comparator.naturalOrder()).toList());
    }
  }

  private static Map<String, String> hashes(Path copy) throws IOException {
    var hashes = new TreeMap<String, String>();
    for (Path file : below(copy)) {
      if (Files.isRegularFile(file) && !file.equals(copy.resolve(LIST))) {
        hashes.put(copy.relativize(file).toString(), sha256(file));
      }
    }
    return hashes;
  }

  private static String sha256(Path file) throws IOException {
    try (var in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
