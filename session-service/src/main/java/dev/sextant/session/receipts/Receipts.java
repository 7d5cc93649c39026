package dev.sextant.session.receipts;

import dev.sextant.session.Answer;
import dev.sextant.session.QuestionRef;
import dev.sextant.session.QuestionVersion;
import dev.sextant.session.Receipt;
import dev.sextant.session.Session;
import dev.sextant.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Signs receipts and believes its own: `v1.<kid>.<payload>.<mac>`, HMAC-SHA-256 over what stands
/// before the last dot.
///
/// The payload names session, learner, position, question version, a hash of the option, revision,
/// sequence, time taken and time. It is made from the answer alone, so the same answer has the same
/// receipt for ever; it says nothing of right or wrong.
@Component
public final class Receipts {
  private static final String VERSION = "v1";
  private static final int FIELDS = 10;

  private final String keyId;
  private final Map<String, SecretKeySpec> keys;

  Receipts(ReceiptSettings settings) {
    this.keyId = settings.keyId();
    Map<String, SecretKeySpec> all = new HashMap<>();
    for (String old : settings.oldKeys()) {
      int colon = old.indexOf(':');
      all.put(old.substring(0, colon), key(old.substring(colon + 1)));
    }
    if (all.put(keyId, key(settings.key())) != null) {
      throw new IllegalArgumentException("sextant.receipts.old-keys must not hold the key in use");
    }
    this.keys = Map.copyOf(all);
  }

  /// The receipt for an accepted answer.
  public String sign(Session session, Answer answer) {
    String payload =
        String.join(
            "|",
            session.id().value(),
            session.learnerId(),
            Integer.toString(answer.position()),
            answer.question().id(),
            Integer.toString(answer.question().version()),
            QuestionVersion.optionHash(session.id(), answer.position(), answer.optionId()),
            Integer.toString(answer.revision()),
            Long.toString(answer.sequence()),
            Long.toString(answer.elapsedMillis()),
            answer.at().toString());
    String signed = VERSION + "." + keyId + "." + base64(payload.getBytes(StandardCharsets.UTF_8));
    return signed + "." + base64(mac(signed, Objects.requireNonNull(keys.get(keyId))));
  }

  /// What a receipt says; empty when it is none of ours.
  public Optional<Receipt> read(String receipt) {
    int dot = receipt.lastIndexOf('.');
    List<String> parts = List.of(receipt.split("\\.", -1));
    if (parts.size() != 4 || !parts.getFirst().equals(VERSION)) {
      return Optional.empty();
    }
    SecretKeySpec key = keys.get(parts.get(1));
    byte[] claimed = bytes(parts.get(3));
    byte[] payload = bytes(parts.get(2));
    if (key == null || claimed == null || payload == null) {
      return Optional.empty();
    }
    return MessageDigest.isEqual(claimed, mac(receipt.substring(0, dot), key))
        ? parse(new String(payload, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private static Optional<Receipt> parse(String payload) {
    List<String> fields = List.of(payload.split("\\|", -1));
    if (fields.size() != FIELDS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Receipt(
              new SessionId(fields.get(0)),
              fields.get(1),
              Integer.parseInt(fields.get(2)),
              new QuestionRef(fields.get(3), Integer.parseInt(fields.get(4))),
              fields.get(5),
              Integer.parseInt(fields.get(6)),
              Long.parseLong(fields.get(7)),
              Long.parseLong(fields.get(8)),
              Instant.parse(fields.get(9))));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static SecretKeySpec key(String secret) {
    return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  private static byte[] mac(String text, SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte @Nullable [] bytes(String base64) {
    try {
      return Base64.getUrlDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
