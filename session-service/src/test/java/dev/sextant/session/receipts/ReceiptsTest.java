package dev.sextant.session.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.session.Answer;
import dev.sextant.session.Exam;
import dev.sextant.session.QuestionVersion;
import dev.sextant.session.Receipt;
import dev.sextant.session.Session;
import dev.sextant.session.SessionId;
import dev.sextant.session.Some;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptsTest {
  private static final String KEY = "a key of more than thirty-two characters";
  private static final String NEXT = "another key of more than thirty-two characters";

  private final Receipts receipts = new Receipts(new ReceiptSettings(KEY, "k2", List.of()));

  @Test
  void the_same_answer_has_the_same_receipt_and_any_other_has_another() {
    String receipt = receipts.sign(session("17-a"), answer(1, "o1", true, 1));

    assertThat(receipts.sign(session("17-a"), answer(1, "o1", true, 1))).isEqualTo(receipt);
    assertThat(
            List.of(
                receipts.sign(session("17-b"), answer(1, "o1", true, 1)),
                receipts.sign(session("17-a"), answer(2, "o1", true, 1)),
                receipts.sign(session("17-a"), answer(1, "o2", true, 1)),
                receipts.sign(session("17-a"), answer(1, "o1", true, 2))))
        .doesNotContain(receipt)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_receipt_says_nothing_of_right_or_wrong_nor_of_the_option() {
    String receipt = receipts.sign(session("17-a"), answer(1, "option-3", true, 1));

    assertThat(receipts.sign(session("17-a"), answer(1, "option-3", false, 1))).isEqualTo(receipt);
    assertThat(payload(receipt)).doesNotContain("option-3").startsWith("17-a|lena|1|q1|1|");
  }

  @Test
  void a_receipt_is_signed_with_the_key_it_names() throws Exception {
    String receipt = receipts.sign(session("17-a"), answer(1, "o1", true, 1));
    int dot = receipt.lastIndexOf('.');
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal(receipt.substring(0, dot).getBytes(StandardCharsets.UTF_8));

    assertThat(receipt).startsWith("v1.k2.");
    assertThat(Base64.getUrlDecoder().decode(receipt.substring(dot + 1))).isEqualTo(signature);
  }

  @Test
  void what_was_signed_is_read_again() {
    Session session = session("17-a");
    Answer answer = answer(3, "o1", true, 7);

    assertThat(receipts.read(receipts.sign(session, answer)))
        .contains(
            new Receipt(
                session.id(),
                "lena",
                3,
                Some.question(1),
                QuestionVersion.optionHash(session.id(), 3, "o1"),
                1,
                7,
                1500,
                answer.at()));
  }

  @Test
  void a_changed_receipt_is_none() {
    String receipt = receipts.sign(session("17-a"), answer(1, "o1", true, 1));
    List<String> parts = List.of(receipt.split("\\."));
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                payload(receipt).replace("lena", "leni").getBytes(StandardCharsets.UTF_8));

    assertThat(receipts.read("v1.k2." + forged + "." + parts.get(3))).isEmpty();
    assertThat(receipts.read("v1.k1." + parts.get(2) + "." + parts.get(3))).isEmpty();
    assertThat(receipts.read("v2.k2." + parts.get(2) + "." + parts.get(3))).isEmpty();
    for (int i = 0; i < receipt.length() - 1; i++) {
      char other = receipt.charAt(i) == 'A' ? 'B' : 'A';
      assertThat(receipts.read(receipt.substring(0, i) + other + receipt.substring(i + 1)))
          .as("changed at %d", i)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "...", "v1.k2..", "v1.k2.x", "v1.k2.%.%", "receipt"})
  void what_is_no_receipt_is_none(String text) {
    assertThat(receipts.read(text)).isEmpty();
  }

  @Test
  void an_old_key_is_believed_and_signs_no_more() {
    String before = receipts.sign(session("17-a"), answer(1, "o1", true, 1));
    var rotated = new Receipts(new ReceiptSettings(NEXT, "k3", List.of("k2:" + KEY)));

    assertThat(rotated.read(before)).isPresent();
    assertThat(rotated.sign(session("17-a"), answer(1, "o1", true, 1))).startsWith("v1.k3.");
    assertThat(new Receipts(new ReceiptSettings(NEXT, "k3", List.of())).read(before)).isEmpty();
    assertThatThrownBy(() -> new Receipts(new ReceiptSettings(NEXT, "k3", List.of("k3:" + KEY))))
        .hasMessageContaining("old-keys");
  }

  private static String payload(String receipt) {
    List<String> parts = List.of(receipt.split("\\."));
    return new String(Base64.getUrlDecoder().decode(parts.get(2)), StandardCharsets.UTF_8);
  }

  private static Session session(String id) {
    return new Session(
        new SessionId(id),
        "lena",
        Some.ORGANISATION,
        null,
        null,
        Some.exam(Exam.Mode.ADAPTIVE, 3),
        7,
        Session.State.IN_PROGRESS,
        Instant.EPOCH,
        null,
        null,
        1,
        List.of(Some.asked(1)),
        Map.of());
  }

  private static Answer answer(int position, String option, boolean correct, long sequence) {
    return new Answer(
        position,
        Some.question(1),
        option,
        correct,
        1500,
        1,
        sequence,
        Instant.parse("2026-11-22T20:00:00.123Z"));
  }
}
