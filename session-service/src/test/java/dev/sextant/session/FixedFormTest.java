package dev.sextant.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedFormTest {
  private static final SessionId SESSION = new SessionId("17-a");

  @ParameterizedTest(name = "session {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void a_form_has_each_domains_share_and_no_question_twice(int number) {
    Exam exam = exam(10, List.of(2.0, 1.0, 1.0));

    List<Asked> form = FixedForm.draw(exam, Some.pool(8), new SessionId("17-" + number));

    assertThat(form).hasSize(10);
    assertThat(form).extracting(Asked::question).doesNotHaveDuplicates();
    assertThat(form).extracting(Asked::position).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    Map<String, Long> counts =
        form.stream().collect(Collectors.groupingBy(Asked::domainId, Collectors.counting()));
    assertThat(counts)
        .containsEntry("foundations", 5L)
        .containsEntry("algorithms-math", 3L)
        .containsEntry("engineering", 2L);
  }

  @Test
  void the_same_session_gets_the_same_form_and_another_one_another() {
    Exam exam = exam(10, List.of(1.0, 1.0, 1.0));

    assertThat(FixedForm.draw(exam, Some.pool(8), SESSION))
        .isEqualTo(FixedForm.draw(exam, Some.pool(8), SESSION))
        .isNotEqualTo(FixedForm.draw(exam, Some.pool(8), new SessionId("17-b")));
  }

  @Test
  void what_a_domain_lacks_the_others_give() {
    assertThat(FixedForm.draw(exam(20, List.of(10.0, 1.0, 1.0)), Some.pool(7), SESSION))
        .hasSize(20);
    assertThat(FixedForm.draw(exam(50, List.of(1.0, 1.0, 1.0)), Some.pool(7), SESSION)).hasSize(21);
  }

  @Test
  void a_domain_outside_the_blueprint_gives_nothing() {
    Exam exam = exam(10, List.of(1.0));

    assertThat(FixedForm.draw(exam, Some.pool(7), SESSION))
        .hasSize(7)
        .allMatch(asked -> asked.domainId().equals("foundations"));
  }

  @Test
  void enemies_are_kept_apart_while_the_pool_allows() {
    List<Pool.Entry> entries = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      // Questions 1 and 2, 3 and 4, 5 and 6 are enemies.
      String enemy = "q" + (i % 2 == 1 ? i + 1 : i - 1);
      entries.add(
          new Pool.Entry(
              Some.question(i), "foundations", List.of(), Pool.Difficulty.EASY, 6, List.of(enemy)));
    }
    var pool =
        new Pool("ml", 1, List.of(new Pool.Domain("foundations", "Foundations", 0)), entries);

    for (int session = 0; session < 20; session++) {
      List<Asked> form =
          FixedForm.draw(exam(3, List.of(1.0)), pool, new SessionId("17-" + session));
      assertThat(form)
          .extracting(asked -> (Integer.parseInt(asked.question().id().substring(1)) - 1) / 2)
          .containsExactlyInAnyOrder(0, 1, 2);
    }
    assertThat(FixedForm.draw(exam(5, List.of(1.0)), pool, SESSION)).hasSize(5);
  }

  private static Exam exam(int length, List<Double> weights) {
    List<Exam.Share> shares = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      shares.add(new Exam.Share(Some.DOMAINS.get(i), weights.get(i)));
    }
    @Nullable Duration limit = null;
    return new Exam(
        "e",
        "ml",
        "E",
        Exam.Mode.FIXED,
        length,
        length,
        limit,
        shares,
        0,
        "WEIGHTED_MEAN",
        null,
        null,
        Exam.Feedback.AT_END);
  }
}
