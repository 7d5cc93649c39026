package dev.sextant.servicekit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Makes list positions opaque: what a client sends back is what we gave out, or it is refused.
public final class Cursors {
  private static final int MAC_BYTES = 12;

  private final SecretKeySpec key;

  public Cursors(String secret) {
    this.key =
        new SecretKeySpec(("cursor:" + secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /// The cursor for a position.
  public String encode(String position) {
    byte[] text = position.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(mac(text), MAC_BYTES + text.length);
    System.arraycopy(text, 0, all, MAC_BYTES, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /// The position in a cursor; null for no cursor.
  ///
  /// @throws Problem 400 when it is not one of ours
  public @Nullable String decode(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(cursor);
      if (all.length >= MAC_BYTES) {
        byte[] text = Arrays.copyOfRange(all, MAC_BYTES, all.length);
        if (MessageDigest.isEqual(Arrays.copyOf(all, MAC_BYTES), mac(text))) {
          return new String(text, StandardCharsets.UTF_8);
        }
      }
    } catch (IllegalArgumentException e) {
      // Not base64: refused below like every other foreign cursor.
    }
    throw Problem.invalid("cursor", "must be a nextCursor of this list");
  }

  private byte[] mac(byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(text), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }
}
