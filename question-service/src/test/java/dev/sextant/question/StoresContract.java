package dev.sextant.question;

import static dev.sextant.question.Samples.NOON;
import static dev.sextant.question.Samples.PLATFORM;
import static dev.sextant.question.Samples.content;
import static dev.sextant.question.Samples.course;
import static dev.sextant.question.Samples.exam;
import static dev.sextant.question.Samples.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.question.Questions.Filter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every set of stores promises, the one in memory and the one on MongoDB.
public interface StoresContract {
  Courses courses();

  Questions questions();

  Pools pools();

  Exams exams();

  @Test
  default void a_course_comes_back_as_it_was_kept() {
    Course kept = course(fresh(), "org-1");
    assertThat(courses().add(kept)).isTrue();
    assertThat(courses().find(kept.id())).contains(kept);
    assertThat(courses().find(Author.owner("org-1"), kept.id())).contains(kept);
    assertThat(courses().find(Author.owner("org-2"), kept.id())).isEmpty();
    assertThat(courses().find(PLATFORM, kept.id())).isEmpty();
    assertThat(courses().add(kept)).isFalse();
  }

  @Test
  default void a_course_is_replaced_only_by_its_next_revision() {
    Course first = course(fresh(), null);
    courses().add(first);
    Course second = first.edited("Pilotage", first.domains(), NOON);
    assertThat(courses().replace(second)).isTrue();
    assertThat(courses().replace(second)).isFalse();
    assertThat(courses().find(first.id())).contains(second);
  }

  @Test
  default void people_see_the_platforms_courses_and_their_own() {
    String org = fresh();
    Course platform = course("a-" + fresh(), null);
    Course own = course("b-" + fresh(), org);
    Course foreign = course("c-" + fresh(), fresh());
    List.of(platform, own, foreign).forEach(courses()::add);

    var learner = new Author(org, false, false);
    assertThat(courses().visibleTo(learner, null, 500)).contains(platform, own);
    assertThat(courses().visibleTo(learner, null, 500)).doesNotContain(foreign);
    assertThat(courses().visibleTo(PLATFORM, null, 500))
        .contains(platform)
        .doesNotContain(own, foreign);
    assertThat(courses().visibleTo(learner, platform.id(), 500)).doesNotContain(platform);
    assertThat(courses().visibleTo(learner, null, 1)).hasSize(1);
  }

  @Test
  default void an_exam_comes_back_as_it_was_kept() {
    Exam kept = exam(fresh(), "org-1", fresh());
    Exam bare =
        new Exam(
            fresh(),
            null,
            kept.courseId(),
            "Bare",
            Exam.Mode.PRACTICE,
            1,
            2,
            null,
            kept.blueprint(),
            Exam.Passing.USUAL,
            Exam.Stopping.BY_LENGTH,
            Exam.Feedback.IMMEDIATE,
            null,
            1,
            NOON);
    assertThat(exams().add(kept)).isTrue();
    assertThat(exams().add(bare)).isTrue();
    assertThat(exams().add(bare)).isFalse();
    assertThat(exams().find(kept.id())).contains(kept);
    assertThat(exams().find(bare.id())).contains(bare);
    assertThat(exams().find(Author.owner("org-1"), kept.id())).contains(kept);
    assertThat(exams().find(Author.owner("org-2"), kept.id())).isEmpty();
    assertThat(exams().find(Author.owner("org-2"), bare.id())).contains(bare);
    assertThat(exams().visibleTo(new Author("org-2", false, false), kept.courseId(), null, 9))
        .containsExactly(bare);
    Exam next = kept.following(kept, NOON);
    assertThat(exams().replace(next)).isTrue();
    assertThat(exams().replace(next)).isFalse();
  }

  @Test
  default void a_question_comes_back_with_all_its_versions_and_keys() {
    String courseId = fresh();
    Question draft = Question.draft(fresh(), "org-1", content(courseId, "How high?"), NOON);
    assertThat(questions().add(draft)).isTrue();
    assertThat(questions().find(Author.owner("org-1"), draft.id())).contains(draft);
    assertThat(questions().find(Author.owner("org-2"), draft.id())).isEmpty();
    assertThat(questions().find(PLATFORM, draft.id())).isEmpty();

    Question published = draft.published(NOON);
    assertThat(questions().replace(published)).isTrue();
    Question edited = published.edited(content(courseId, "How high is it?"), NOON);
    assertThat(questions().replace(edited)).isTrue();

    assertThat(questions().find(Author.owner("org-1"), draft.id())).contains(edited);
    assertThat(edited.publishedVersion(1).orElseThrow().content().stem()).isEqualTo("How high?");
  }

  @Test
  default void of_two_edits_of_one_revision_one_wins() throws Exception {
    Question draft = Question.draft(fresh(), null, content(fresh(), "Which way?"), NOON);
    questions().add(draft);
    List<Callable<Boolean>> edits =
        IntStream.range(0, 8)
            .<Callable<Boolean>>mapToObj(
                i ->
                    () ->
                        questions()
                            .replace(
                                draft.edited(
                                    content(draft.content().courseId(), "Edit " + i), NOON)))
            .toList();
    int won = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> edit : threads.invokeAll(edits)) {
        won += edit.get() ? 1 : 0;
      }
    }
    assertThat(won).isEqualTo(1);
    Question now = questions().find(PLATFORM, draft.id()).orElseThrow();
    assertThat(now.revision()).isEqualTo(2);
    assertThat(now.content().stem()).startsWith("Edit ");
  }

  @Test
  default void a_list_is_narrowed_and_paged() {
    String courseId = fresh();
    String org = fresh();
    Question one =
        Question.draft("1-" + fresh(), org, content(courseId, "What is an AZIMUTH (deg.)?"), NOON);
    Question two =
        Question.published("2-" + fresh(), org, content(courseId, "What is a fathom?"), NOON);
    Question foreign =
        Question.draft("3-" + fresh(), fresh(), content(courseId, "What is a knot?"), NOON);
    List.of(one, two, foreign).forEach(questions()::add);

    assertThat(questions().list(filter(org, courseId, null, null), null, 9))
        .extracting(Question::id)
        .containsExactly(one.id(), two.id());
    assertThat(questions().list(filter(org, courseId, null, null), one.id(), 9))
        .extracting(Question::id)
        .containsExactly(two.id());
    assertThat(questions().list(filter(org, courseId, Status.PUBLISHED, null), null, 9))
        .extracting(Question::id)
        .containsExactly(two.id());
    assertThat(questions().list(filter(org, courseId, null, "azimuth (deg.)"), null, 9))
        .extracting(Question::id)
        .containsExactly(one.id());
    assertThat(
            questions().list(new Filter(org, courseId, "stars", null, "altitude", null), null, 9))
        .hasSize(2);
    assertThat(questions().list(new Filter(org, courseId, "tides", null, null, null), null, 9))
        .isEmpty();
  }

  @Test
  default void many_are_added_where_they_are_absent_and_the_rest_is_left() {
    String courseId = fresh();
    Question there = Question.published(fresh(), null, content(courseId, "There?"), NOON);
    questions().add(there);
    Question other = Question.published(there.id(), null, content(courseId, "Other text?"), NOON);
    Question absent = Question.published(fresh(), null, content(courseId, "Absent?"), NOON);

    assertThat(questions().addAbsent(List.of(other, absent))).isEqualTo(1);
    assertThat(questions().addAbsent(List.of(other, absent))).isZero();
    assertThat(questions().find(PLATFORM, there.id())).contains(there);
    assertThat(questions().find(PLATFORM, absent.id())).contains(absent);
    assertThat(questions().findAll(List.of(there.id(), absent.id(), "none"))).hasSize(2);
  }

  @Test
  default void a_pool_holds_the_live_version_even_while_the_next_is_written() {
    Course course = course(fresh(), null);
    String courseId = course.id();
    Question draft = Question.draft(fresh(), null, content(courseId, "Draft?"), NOON);
    Question live = Question.published(fresh(), null, content(courseId, "Live?"), NOON);
    questions().add(draft);
    questions().add(live);
    questions().replace(live.edited(content(courseId, "Live, edited?"), NOON));

    assertThat(questions().live(course))
        .containsExactly(
            new Pool.PoolQuestion(
                live.id(), 1, "stars", List.of("altitude"), Difficulty.MEDIUM, 3, List.of()));
  }

  @Test
  default void a_question_stays_unannounced_until_its_newest_change_is_heard() {
    Question first = Question.published(fresh(), null, content(fresh(), "Heard?"), NOON);
    questions().add(first);
    Question second = first.retired(NOON);
    questions().replace(second);

    questions().announced(first.id(), first.revision());
    assertThat(questions().unannounced(5000)).extracting(Question::id).contains(first.id());
    questions().announced(first.id(), second.revision());
    assertThat(questions().unannounced(5000)).extracting(Question::id).doesNotContain(first.id());
  }

  @Test
  default void a_pool_is_kept_once_and_counted() {
    Course course = course(fresh(), null);
    var member =
        new Pool.PoolQuestion("q", 1, "tides", List.of("t"), Difficulty.HARD, 6, List.of("enemy"));
    Pool pool = Pool.of(course, 1, List.of(member));

    assertThat(pools().newestRevision(course.id())).isZero();
    assertThat(pools().add(course, pool)).isTrue();
    assertThat(pools().add(course, Pool.of(course, 1, List.of()))).isFalse();
    assertThat(pools().find(course.id(), 1)).contains(pool);
    assertThat(pools().newestRevision(course.id())).isEqualTo(1);
    assertThat(pools().newestCounts(course.id())).containsExactly(java.util.Map.entry("tides", 1));
  }

  @Test
  default void when_many_publish_at_once_the_newest_pool_holds_all() throws Exception {
    Course course = course(fresh(), null);
    courses().add(course);
    var upkeep = new PoolUpkeep(courses(), questions(), pools());
    var desk = new QuestionDesk(courses(), questions(), upkeep, () -> {});
    List<Callable<Saved<Question>>> publications =
        IntStream.range(0, 8)
            .<Callable<Saved<Question>>>mapToObj(
                i ->
                    () -> {
                      String id = fresh();
                      desk.write(PLATFORM, id, content(course.id(), "Number " + i + "?"), NOON);
                      return desk.publish(PLATFORM, id, null, NOON);
                    })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Saved<Question>> publication : threads.invokeAll(publications)) {
        assertThat(publication.get()).isInstanceOf(Saved.Done.class);
      }
    }
    long newest = pools().newestRevision(course.id());
    assertThat(pools().find(course.id(), newest).orElseThrow().questions()).hasSize(8);
    assertThat(upkeep.refresh(course)).isEqualTo(newest);
  }

  private static Filter filter(
      String org, String courseId, @Nullable Status status, @Nullable String text) {
    return new Filter(org, courseId, null, status, null, text);
  }
}
