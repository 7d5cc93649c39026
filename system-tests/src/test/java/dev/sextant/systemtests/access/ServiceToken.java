package dev.sextant.systemtests.access;

import dev.sextant.systemtests.RunningSystem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens as one service shows another, and tokens that look like those of people.
final class ServiceToken {
  private ServiceToken() {}

  /// A token that services believe, for a minute.
  static String valid() {
    long now = Instant.now().getEpochSecond();
    return hs256(
        "{\"alg\":\"HS256\"}",
        """
        {"sub":"session-service","iss":"sextant-services","aud":["sextant-services"],\
        "iat":%d,"exp":%d}\
        """
            .formatted(now, now + 60),
        RunningSystem.get().password("service-key").getBytes(StandardCharsets.UTF_8));
  }

  /// Signs with HMAC-SHA-256.
  static String hs256(String header, String claims, byte[] secret) {
    try {
      String signed = base64(header) + "." + base64(claims);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }

  static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
