package dev.sextant.session.receipts;

import dev.sextant.session.Answer;
import dev.sextant.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// Signs receipts: `v1.<kid>.<payload>.<mac>`, HMAC-SHA-256 over what stands before the last dot.
///
/// The payload names session, position, question version, a hash of the option, sequence and time.
/// It is made from the answer alone, so the same answer has the same receipt for ever; it says
/// nothing of right or wrong.
@Component
public final class Receipts {
  private final String keyId;
  private final SecretKeySpec key;

  Receipts(ReceiptSettings settings) {
    this.keyId = settings.keyId();
    this.key = new SecretKeySpec(settings.key().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /// The receipt for an accepted answer.
  public String sign(SessionId session, Answer answer) {
    String payload =
        String.join(
            "|",
            session.value(),
            Integer.toString(answer.position()),
            answer.question().id(),
            Integer.toString(answer.question().version()),
            base64(hash(session.value() + "|" + answer.position() + "|" + answer.optionId())),
            Long.toString(answer.sequence()),
            answer.at().toString());
    String signed = "v1." + keyId + "." + base64(payload.getBytes(StandardCharsets.UTF_8));
    return signed + "." + base64(mac(signed));
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
