package dev.sextant.question;

import static dev.sextant.question.Samples.NOON;
import static dev.sextant.question.Samples.content;
import static dev.sextant.question.Samples.course;
import static dev.sextant.question.Samples.exam;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final QuestionContent FIRST = content("sea", "First?");
  private static final QuestionContent SECOND = content("sea", "Second?");
  private static final Course SEA = course("sea", null);

  @Test
  void a_draft_is_edited_in_place() {
    Question edited = Question.draft("q", null, FIRST, NOON).edited(SECOND, NOON);
    assertThat(edited.version()).isEqualTo(1);
    assertThat(edited.earlier()).isEmpty();
    assertThat(edited.publishedVersion(1)).isEmpty();
  }

  @Test
  void an_edit_of_a_published_version_makes_the_next_and_leaves_it_live() {
    Question edited = Question.published("q", null, FIRST, NOON).edited(SECOND, NOON);
    assertThat(edited.version()).isEqualTo(2);
    assertThat(edited.status()).isEqualTo(Status.DRAFT);
    assertThat(edited.live()).isEqualTo(1);
    assertThat(edited.publishedVersion(1).orElseThrow().content()).isEqualTo(FIRST);
    assertThat(edited.publishedVersion(2)).isEmpty();
    assertThat(edited.edited(FIRST, NOON).version()).isEqualTo(2);
    assertThat(edited.published(NOON).live()).isEqualTo(2);
  }

  @Test
  void a_retired_question_keeps_its_versions_and_may_come_back() {
    Question retired = Question.published("q", null, FIRST, NOON).retired(NOON);
    assertThat(retired.live()).isNull();
    assertThat(retired.publishedVersion(1)).isPresent();
    assertThat(retired.lastPublished().orElseThrow().number()).isEqualTo(1);
    assertThat(retired.retired(NOON)).isSameAs(retired);
    assertThat(retired.published(NOON).live()).isEqualTo(1);
    assertThat(retired.edited(SECOND, NOON).version()).isEqualTo(2);
  }

  @Test
  void a_draft_that_is_retired_was_never_published() {
    Question retired = Question.draft("q", null, FIRST, NOON).retired(NOON);
    assertThat(retired.lastPublished()).isEmpty();
    assertThat(retired.publishedVersion(1)).isEmpty();
  }

  @Test
  void a_wrong_key_is_repaired_by_a_next_version_once_and_can_be_taken_back() {
    Question asked = Question.published("q", null, FIRST, NOON);
    String wrong = FIRST.key().id();
    String right = otherThanKey(FIRST);

    Question repaired = asked.repaired(1, right, NOON).orElseThrow();
    assertThat(repaired.live()).isEqualTo(2);
    assertThat(repaired.content().key().id()).isEqualTo(right);
    assertThat(repaired.publishedVersion(1).orElseThrow().content()).isEqualTo(FIRST);
    assertThat(repaired.repaired(1, right, NOON)).containsSame(repaired);

    Question back = repaired.repaired(2, wrong, NOON).orElseThrow();
    assertThat(back.live()).isEqualTo(3);
    assertThat(back.content().key().id()).isEqualTo(wrong);
    assertThat(repaired.edited(SECOND, NOON).repaired(1, right, NOON)).isEmpty();
    assertThat(asked.repaired(1, "none", NOON)).isEmpty();
  }

  @Test
  void a_void_question_is_asked_no_more_until_that_is_taken_back() {
    Question asked = Question.published("q", null, FIRST, NOON);
    Question voided = asked.repaired(1, null, NOON).orElseThrow();
    assertThat(voided.live()).isNull();
    assertThat(voided.repaired(1, null, NOON)).isEmpty();
    assertThat(voided.repaired(1, otherThanKey(FIRST), NOON)).isEmpty();
    assertThat(voided.repaired(1, FIRST.key().id(), NOON).orElseThrow().live()).isEqualTo(1);
    assertThat(asked.edited(SECOND, NOON).repaired(1, null, NOON)).isEmpty();
  }

  private static String otherThanKey(QuestionContent content) {
    return content.options().stream().filter(o -> !o.correct()).findFirst().orElseThrow().id();
  }

  @Test
  void a_question_has_two_to_ten_different_options_and_one_key() {
    assertThat(FIRST.flaws(SEA)).isEmpty();
    Option right = new Option("r", "right", true, "");
    assertThat(withOptions(List.of(right)).flaws(SEA)).hasSize(1);
    assertThat(withOptions(List.of(right, new Option("s", "other", true, ""))).flaws(SEA))
        .hasSize(1);
    assertThat(withOptions(List.of(right, new Option("r", "right", false, ""))).flaws(SEA))
        .extracting(Flaw::pointer)
        .containsExactly("/options/1/id", "/options/1/text");
    List<Option> eleven = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      eleven.add(new Option("o" + i, "text " + i, i == 0, ""));
    }
    assertThat(withOptions(eleven).flaws(SEA)).hasSize(1);
  }

  @Test
  void a_course_keeps_the_order_of_its_domains() {
    List<Course.Domain> turned = SEA.domains().reversed();
    assertThat(SEA.edited("Sea", turned, NOON).flawsAfter(SEA)).isNotEmpty();
    assertThat(SEA.edited("Sea", SEA.domains().subList(0, 1), NOON).flawsAfter(SEA)).isNotEmpty();
    List<Course.Domain> more = new ArrayList<>(SEA.domains());
    more.add(new Course.Domain("winds", "Winds", 1, 0, List.of()));
    Course grown = SEA.edited("Sea", more, NOON);
    assertThat(grown.flawsAfter(SEA)).isEmpty();
    assertThat(grown.flaws()).isEmpty();
    assertThat(SEA.edited("Sea", List.of(), NOON).flaws()).isNotEmpty();
  }

  @Test
  void an_exam_fits_its_course() {
    Exam exam = exam("watch", null, "sea");
    assertThat(exam.flaws(SEA)).isEmpty();
    assertThat(exam.flaws(new Course("sky", null, "Sky", List.of(), 1, NOON)))
        .extracting(Flaw::pointer)
        .containsExactly("/blueprint/0/domainId", "/blueprint/1/domainId");
  }

  @Test
  void option_ids_are_opaque_and_the_same_each_time() {
    assertThat(Option.id("rag-01", 'A')).isEqualTo(Option.id("rag-01", 'A')).hasSize(8);
    assertThat(Option.id("rag-01", 'A')).isNotEqualTo(Option.id("rag-01", 'B'));
  }

  private static QuestionContent withOptions(List<Option> options) {
    return new QuestionContent(
        "sea",
        "stars",
        List.of("altitude"),
        Difficulty.EASY,
        null,
        "?",
        options,
        "",
        null,
        List.of());
  }
}
