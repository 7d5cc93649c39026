package dev.sextant.session.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.session.Answer;
import dev.sextant.session.SessionId;
import dev.sextant.session.Some;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
  private static final String KEY = "a key of more than thirty-two characters";
  private static final SessionId SESSION = new SessionId("17-a");

  private final Receipts receipts = new Receipts(new ReceiptSettings(KEY, "k2"));

  @Test
  void the_same_answer_has_the_same_receipt_and_any_other_has_another() {
    String receipt = receipts.sign(SESSION, answer(1, "o1", true, 1));

    assertThat(receipts.sign(SESSION, answer(1, "o1", true, 1))).isEqualTo(receipt);
    assertThat(
            List.of(
                receipts.sign(new SessionId("17-b"), answer(1, "o1", true, 1)),
                receipts.sign(SESSION, answer(2, "o1", true, 1)),
                receipts.sign(SESSION, answer(1, "o2", true, 1)),
                receipts.sign(SESSION, answer(1, "o1", true, 2))))
        .doesNotContain(receipt)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_receipt_says_nothing_of_right_or_wrong_nor_of_the_option() {
    String receipt = receipts.sign(SESSION, answer(1, "option-3", true, 1));

    assertThat(receipts.sign(SESSION, answer(1, "option-3", false, 1))).isEqualTo(receipt);
    assertThat(payload(receipt)).doesNotContain("option-3").contains("17-a|1|q1|1|");
  }

  @Test
  void a_receipt_is_signed_with_the_key_it_names() throws Exception {
    String receipt = receipts.sign(SESSION, answer(1, "o1", true, 1));
    int dot = receipt.lastIndexOf('.');
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal(receipt.substring(0, dot).getBytes(StandardCharsets.UTF_8));

    assertThat(receipt).startsWith("v1.k2.");
    assertThat(Base64.getUrlDecoder().decode(receipt.substring(dot + 1))).isEqualTo(signature);
  }

  private static String payload(String receipt) {
    List<String> parts = List.of(receipt.split("\\."));
    return new String(Base64.getUrlDecoder().decode(parts.get(2)), StandardCharsets.UTF_8);
  }

  private static Answer answer(int position, String option, boolean correct, long sequence) {
    return new Answer(
        position,
        Some.question(1),
        option,
        correct,
        1,
        sequence,
        Instant.parse("2026-11-22T20:00:00.123Z"));
  }
}
