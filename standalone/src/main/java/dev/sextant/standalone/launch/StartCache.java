package dev.sextant.standalone.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/// What makes a service start in a third of the processor time: its jar taken apart, and what a
/// start loads and links, remembered by the JVM from the first one (JEP 483, 514).
///
/// Lies beside the jar, under a name that another content of the jar or another JVM changes. It can
/// be deleted at any time.
final class StartCache {
  private static final String PREFIX = "start-";
  private static final long EXTRACT_SECONDS = 60;
  private static final long END_SECONDS = 120;

  /// A cache takes up to 150 MB.
  private static final long LEAST_DISK = 2_000_000_000L;

  private final Path folder;
  private final Path jar;
  private final boolean records;

  private StartCache(Path folder, Path jar, boolean records) {
    this.folder = folder;
    this.jar = jar;
    this.records = records;
  }

  /// Takes the jar apart unless that was done. Where nothing can be written it is started as it is.
  ///
  /// @param mayRecord whether a start may be remembered that was not yet
  /// @throws Trouble when the jar cannot be taken apart
  static StartCache of(Path fatJar, boolean mayRecord) {
    Path target =
        Objects.requireNonNull(fatJar.toAbsolutePath().getParent(), "a file has a folder");
    if (!Files.isWritable(target)) {
      return new StartCache(target, fatJar, false);
    }
    Path folder = target.resolve(PREFIX + content(fatJar));
    Path jar = folder.resolve(fatJar.getFileName());
    try {
      if (!Files.exists(jar)) {
        forgetAll(target);
        extract(fatJar, folder);
      }
      boolean records =
          mayRecord
              && !Files.exists(cache(folder))
              && Files.isExecutable(tool("jcmd"))
              && Files.getFileStore(target).getUsableSpace() > LEAST_DISK;
      return new StartCache(folder, jar, records);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take apart " + fatJar, e);
    }
  }

  /// For another start of the same service: takes what there is and records nothing.
  StartCache asItIs() {
    return new StartCache(folder, jar, false);
  }

  /// The jar to start, whose libraries lie beside it.
  Path jar() {
    return jar;
  }

  /// Options of the JVM.
  List<String> options() {
    if (records) {
      return List.of("-XX:AOTCacheOutput=" + unfinished());
    }
    Path cache = cache(folder);
    return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
  }

  /// Ends the recording of a service that has started, and keeps it for the next start.
  ///
  /// @return whether there was one, and it is kept
  boolean remember(Process service) {
    try {
      return records
          && run(
              END_SECONDS,
              tool("jcmd").toString(),
              Long.toString(service.pid()),
              "AOT.end_recording")
          && Files.exists(unfinished())
          && Files.exists(
              Files.move(unfinished(), cache(folder), StandardCopyOption.REPLACE_EXISTING));
    } catch (IOException e) {
      return false;
    }
  }

  private Path unfinished() {
    return folder.resolve("application.unfinished");
  }

  private static Path cache(Path folder) {
    return folder.resolve("application.aot");
  }

  private static void extract(Path fatJar, Path folder) throws IOException {
    Path fresh = folder.resolveSibling(folder.getFileName() + "." + ProcessHandle.current().pid());
    forget(fresh);
    if (!run(
        EXTRACT_SECONDS,
        tool("java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Djarmode=tools",
        "-jar",
        fatJar.toString(),
        "extract",
        "--destination",
        fresh.toString())) {
      forget(fresh);
      throw new Trouble(
          "The jar "
              + fatJar
              + " cannot be taken apart: make room on the disk, or build it again.");
    }
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another start was faster.
      forget(fresh);
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /// Names and checksums of all that the jar holds, and the JVM; times say nothing, they are the
  /// reproducible build's.
  private static String content(Path jar) {
    var sum = new CRC32();
    try (var zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .forEach(
              entry ->
                  sum.update(
                      (entry.getName() + entry.getCrc() + ";").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + jar, e);
    }
    sum.update(System.getProperty("java.vm.version", "").getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }

  private static void forgetAll(Path target) throws IOException {
    try (Stream<Path> all = Files.list(target)) {
      for (Path old : all.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList()) {
        forget(old);
      }
    }
  }

  private static void forget(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  private static boolean run(long seconds, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
