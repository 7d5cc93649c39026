package dev.sextant.session.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The Lua scripts: one for each state change of a session, and those that need no session.
enum Script {
  START,
  ANSWER,
  RESTORE,
  FINISH,
  SEAT,
  TIME,
  SIGNAL,
  TIMEOUT,
  HOLD(Needs.NOTHING),
  RELEASE(Needs.NOTHING),
  PARK(Needs.NOTHING),
  PULSE(Needs.NOTHING),
  OPEN(Needs.NOTHING),
  SETTLE(Needs.NOTHING),
  REBUILD(Needs.NO_GUARD);

  private final String text;
  private final String sha;
  private final boolean guarded;

  Script() {
    this(Needs.SESSION);
  }

  Script(Needs needs) {
    String own = read(name().toLowerCase(Locale.ROOT));
    this.text =
        switch (needs) {
          case SESSION -> read("guard") + read("common") + own;
          case NO_GUARD -> read("common") + own;
          case NOTHING -> own;
        };
    this.sha = sha1(text);
    this.guarded = needs == Needs.SESSION;
  }

  /// Whether it decides on a session, and so is told of its bucket's health.
  boolean isGuarded() {
    return guarded;
  }

  /// What stands before a script.
  private enum Needs {
    SESSION,
    NO_GUARD,
    NOTHING
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
