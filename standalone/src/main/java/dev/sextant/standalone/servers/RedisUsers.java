package dev.sextant.standalone.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Who may do what in Redis: `users.acl`, the same file that containers use, with passwords.
///
/// @param app runs the scripts of session-service and reads what they wrote
/// @param loader gives Redis the scripts
/// @param monitor reads settings
/// @param gateway counts calls
public record RedisUsers(String app, String loader, String monitor, String gateway) {
  /// Writes the file for redis-server, which wants hashes of the passwords in it.
  Path write(Path folder) throws IOException {
    try (InputStream in = RedisUsers.class.getResourceAsStream("users.acl")) {
      if (in == null) {
        throw new IllegalStateException("users.acl must lie beside this class");
      }
      String rules =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("${APP}", sha256(app))
              .replace("${LOADER}", sha256(loader))
              .replace("${MONITOR}", sha256(monitor))
              .replace("${GATEWAY}", sha256(gateway));
      Path file = folder.resolve("users.acl");
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, rules);
    }
  }

  /// What a connection says first to be let in.
  String greeting() {
    return "AUTH monitor " + monitor + "\r\n";
  }

  /// An address with one of the users in it.
  public static String uri(String user, String password, int port) {
    return "redis://%s:%s@127.0.0.1:%d".formatted(user, password, port);
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
