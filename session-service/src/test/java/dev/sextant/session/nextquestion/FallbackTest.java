package dev.sextant.session.nextquestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.session.EndReason;
import dev.sextant.session.Exam;
import dev.sextant.session.History;
import dev.sextant.session.Pick;
import dev.sextant.session.Pool;
import dev.sextant.session.QuestionRef;
import dev.sextant.session.SessionId;
import dev.sextant.session.Some;
import dev.sextant.session.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackTest {
  private static final Pool POOL = Some.pool(10);

  private final Fallback fallback = new Fallback(new NextQuestionSettings.Fallback(0.6, 5, 0));

  @ParameterizedTest(name = "session {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void an_exam_is_carried_to_its_end_with_each_domains_share(int number) {
    History history = history("17-" + number, Some.exam(Exam.Mode.ADAPTIVE, 12));
    Set<QuestionRef> asked = new HashSet<>();
    Map<String, Integer> domains = new TreeMap<>();
    for (int answered = 0; answered < 12; answered++) {
      var ask = (Step.Ask) fallback.after(history, POOL);
      assertThat(asked.add(ask.question())).isTrue();
      assertThat(ask.pick().by()).isEqualTo(Pick.By.FALLBACK);
      assertThat(ask.pick().candidates()).isPositive();
      assertThat(ask.pick().quota()).startsWith(ask.domainId());
      domains.merge(ask.domainId(), 1, Integer::sum);
      history = history.plus(ask.question(), (answered + number) % 3 == 0);
    }

    assertThat(fallback.after(history, POOL)).isEqualTo(new Step.Stop(EndReason.LENGTH));
    assertThat(domains.values()).containsOnly(4);
  }

  @Test
  void every_instance_chooses_the_same() {
    History history =
        history("17-a", Some.exam(Exam.Mode.ADAPTIVE, 12))
            .plus(new QuestionRef("foundations-1", 1), true);

    assertThat(new Fallback(new NextQuestionSettings.Fallback(0.6, 5, 0)).after(history, POOL))
        .isEqualTo(fallback.after(history, POOL));
  }

  @Test
  void an_empty_pool_ends_the_exam() {
    var empty = new Pool("ml", 8, POOL.domains(), List.of());

    assertThat(fallback.after(history("17-a", Some.exam(Exam.Mode.ADAPTIVE, 12)), empty))
        .isEqualTo(new Step.Stop(EndReason.NO_INFORMATION));
  }

  private static History history(String session, Exam exam) {
    return new History(new SessionId(session), "lena", Some.ORGANISATION, exam, 7, List.of());
  }
}
