package dev.sextant.session.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The Lua scripts: one for each state change of a session.
enum Script {
  START,
  ANSWER,
  RESTORE,
  FINISH,
  SEAT,
  TIME,
  SIGNAL,
  TIMEOUT;

  private final String text;
  private final String sha;

  Script() {
    this.text = read("common") + read(name().toLowerCase(Locale.ROOT));
    this.sha = sha1(text);
  }

  String text() {
    return text;
  }

  /// The name that Redis gives it.
  String sha() {
    return sha;
  }

  private static String read(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException(name + ".lua must lie beside this class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is part of every JDK", e);
    }
  }
}
