package dev.sextant.analytics.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Samples;
import dev.sextant.analytics.adaptive.NextQuestions.Answered;
import dev.sextant.analytics.adaptive.NextQuestions.Next;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.contracts.ExamSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NextQuestionsTest {
  private static final ExamSnapshot EXAM = Samples.exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN");
  private static final Belief POPULATION = new Estimation(0.6, 0.002).population(3);

  private final NextQuestions next = new NextQuestions(Samples.pools(), ParameterSets.none(), 5, 0);

  @Test
  void the_same_call_gives_the_same_question() {
    List<Answered> soFar = List.of(new Answered("one-3", true));
    assertThat(ask("session-1", soFar, Set.of())).isEqualTo(ask("session-1", soFar, Set.of()));
  }

  @Test
  void an_exam_of_a_course_without_questions_is_not_simulated() {
    Pool pool = Samples.pools().pool(Samples.COURSE, 1);
    Pool empty = new Pool(pool.courseId(), pool.revision(), pool.domains(), List.of());
    var dry = new NextQuestions((courseId, revision) -> empty, ParameterSets.none(), 5, 0);
    assertThatThrownBy(() -> dry.simulate(EXAM, 1, Samples.NOON, new Estimation(0.6, 0.002), 10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no published question");
  }

  @Test
  void different_sessions_begin_with_different_questions() {
    Set<String> first = new HashSet<>();
    for (int n = 0; n < 200; n++) {
      first.add(id(ask("session-" + n, List.of(), Set.of())));
    }
    assertThat(first).hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.sextant.analytics.Samples#twoHundred")
  void a_whole_exam_keeps_the_blueprint_asks_nothing_twice_and_no_enemies(long seed) {
    var random = new Random(seed);
    List<Answered> answered = sit("session-" + seed, Set.of(), random);

    assertThat(answered).hasSize(EXAM.maxLength());
    List<String> ids = answered.stream().map(Answered::questionId).toList();
    assertThat(ids).doesNotHaveDuplicates();
    Map<String, Long> byDomain =
        ids.stream().collect(Collectors.groupingBy(Samples::domainOf, Collectors.counting()));
    assertThat(byDomain).isEqualTo(new HashMap<>(Map.of("one", 4L, "two", 4L, "three", 4L)));
    for (String domain : Samples.DOMAINS) {
      assertThat(ids.containsAll(List.of(domain + "-1", domain + "-2"))).isFalse();
    }
  }

  @Test
  void what_was_seen_lately_is_not_asked_again() {
    Set<String> seen = new HashSet<>();
    sit("session-1", Set.of(), new Random(1)).forEach(answer -> seen.add(answer.questionId()));

    assertThat(sit("session-2", seen, new Random(2)))
        .extracting(Answered::questionId)
        .doesNotContainAnyElementsOf(seen);
  }

  @Test
  void a_dry_pool_asks_what_was_seen_and_says_so() {
    Set<String> all = new HashSet<>();
    Samples.pool().questions().forEach(question -> all.add(question.id()));

    Next asked = ask("session-1", List.of(), all);

    assertThat(asked.questionId()).isNotNull();
    assertThat(pick(asked).relaxed()).contains("SEEN_LATELY");
  }

  @Test
  void the_last_question_is_followed_by_the_reason_to_stop() {
    List<Answered> answered = sit("session-1", Set.of(), new Random(1));
    Next end = ask("session-1", answered, Set.of());
    assertThat(end.questionId()).isNull();
    assertThat(end.pick()).isNull();
    assertThat(end.stop()).isEqualTo("LENGTH");
  }

  @Test
  void a_pick_says_why() {
    var pick = pick(ask("session-1", List.of(), Set.of()));
    assertThat(pick.pickedBy()).isEqualTo("ANALYTICS");
    assertThat(pick.candidates()).isPositive();
    assertThat(pick.rank()).isBetween(1, 5);
    assertThat(pick.information()).isPositive();
    assertThat(pick.quota()).contains("asked").contains("Domain");
    assertThat(pick.exposureRule()).isNotBlank();
  }

  @Test
  void an_answer_to_a_question_outside_the_pool_is_refused() {
    assertThatThrownBy(() -> ask("s", List.of(new Answered("nowhere", true)), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void an_able_learner_gets_harder_questions() {
    double strong = 0;
    double weak = 0;
    for (int n = 0; n < 60; n++) {
      strong += difficulty(ask("session-" + n, List.of(), Set.of(), able(1.5)));
      weak += difficulty(ask("session-" + n, List.of(), Set.of(), able(-1.5)));
    }
    assertThat(strong).isGreaterThan(weak);
  }

  private static Belief able(double mean) {
    return new Belief(List.of(mean, mean, mean), POPULATION.covariance());
  }

  private static int difficulty(Next asked) {
    int number = Integer.parseInt(id(asked).substring(id(asked).indexOf('-') + 1));
    return number % 3;
  }

  private List<Answered> sit(String session, Set<String> seen, Random random) {
    List<Answered> answered = new ArrayList<>();
    Next asked = ask(session, answered, seen);
    while (asked.questionId() != null) {
      answered.add(new Answered(id(asked), random.nextDouble() < 0.6));
      asked = ask(session, answered, seen);
    }
    return answered;
  }

  private Next ask(String session, List<Answered> soFar, Set<String> seen) {
    return ask(session, soFar, seen, POPULATION);
  }

  private Next ask(String session, List<Answered> soFar, Set<String> seen, Belief prior) {
    return next.next(session, EXAM, 1, Samples.NOON, soFar, prior, seen);
  }

  @Test
  void a_pilot_is_drawn_evenly_within_the_domain_whose_turn_it_is() {
    var pilots = new NextQuestions(Samples.pools(), ParameterSets.none(), 5, 1);
    Map<String, Integer> drawn = new HashMap<>();
    for (int session = 0; session < 600; session++) {
      Next asked =
          pilots.next(
              "session-" + session,
              EXAM,
              1,
              Samples.NOON,
              List.of(new Answered("one-1", true)),
              new Estimation(0.6, 0.002).population(3),
              Set.of());
      assertThat(pick(asked).pickedBy()).isEqualTo("PILOT");
      drawn.merge(id(asked), 1, Integer::sum);
    }
    assertThat(drawn).doesNotContainKeys("one-1", "one-2");
    Map<String, Integer> inTwo = new HashMap<>(drawn);
    inTwo.keySet().removeIf(id -> !id.startsWith("two-"));
    assertThat(inTwo).hasSize(12);
    int all = inTwo.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(inTwo.values()).allSatisfy(n -> assertThat(n).isBetween(all / 36, all / 5));
  }

  @Test
  void a_share_of_the_questions_are_pilots() {
    var some = new NextQuestions(Samples.pools(), ParameterSets.none(), 5, 0.2);
    long pilots =
        java.util.stream.IntStream.range(0, 500)
            .mapToObj(
                n ->
                    some.next(
                        "session-" + n,
                        EXAM,
                        1,
                        Samples.NOON,
                        List.of(),
                        new Estimation(0.6, 0.002).population(3),
                        Set.of()))
            .filter(asked -> pick(asked).pickedBy().equals("PILOT"))
            .count();
    assertThat(pilots).isBetween(70L, 135L);
  }

  private static String id(Next asked) {
    return orFail(asked.questionId());
  }

  private static dev.sextant.contracts.PickRecord pick(Next asked) {
    return orFail(asked.pick());
  }

  private static <T> T orFail(@Nullable T value) {
    return java.util.Objects.requireNonNull(value);
  }
}
