package dev.sextant.question.importing;

import static dev.sextant.question.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.question.Author;
import dev.sextant.question.Course;
import dev.sextant.question.Exam;
import dev.sextant.question.Exams;
import dev.sextant.question.InMemoryStores;
import dev.sextant.question.PoolUpkeep;
import dev.sextant.question.Question;
import dev.sextant.question.Samples;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourseImportTest {
  private static final Course SEA = Samples.course("sea", null);
  private static final List<Exam> EXAMS = List.of(Samples.exam("watch", null, "sea"));
  private static final Imported TWO =
      new Imported(
          List.of(
              new Incoming("one", Samples.content("sea", "One?"), "a:1"),
              new Incoming("two", Samples.content("sea", "Two?"), "a:9")),
          List.of());

  private final InMemoryStores stores = new InMemoryStores();
  private final PoolUpkeep pools = new PoolUpkeep(stores.courses, stores.questions, stores.pools);

  @Test
  void a_course_is_brought_in_once() {
    var courseImport = new CourseImport(stores.courses, stores.questions, stores.exams, pools);
    assertThat(courseImport.loadIfAbsent(SEA, TWO, EXAMS, NOON)).isTrue();
    Question edited =
        stores
            .questions
            .find(Author.owner(null), "one")
            .orElseThrow()
            .edited(Samples.content("sea", "Edited?"), NOON);
    stores.questions.replace(edited);

    assertThat(courseImport.loadIfAbsent(SEA, TWO, EXAMS, NOON)).isFalse();
    assertThat(stores.questions.find(Author.owner(null), "one")).contains(edited);
    assertThat(stores.pools.newestRevision("sea")).isEqualTo(1);
    assertThat(stores.pools.find("sea", 1).orElseThrow().questions()).hasSize(2);
  }

  @Test
  void a_crash_in_the_middle_leaves_no_half_course_and_the_next_start_ends_it() {
    Exams crashing =
        (Exams)
            Proxy.newProxyInstance(
                Exams.class.getClassLoader(),
                new Class<?>[] {Exams.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("power cut");
                });
    var first = new CourseImport(stores.courses, stores.questions, crashing, pools);
    assertThatThrownBy(() -> first.loadIfAbsent(SEA, TWO, EXAMS, NOON))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stores.courses.find("sea")).isEmpty();

    var second = new CourseImport(stores.courses, stores.questions, stores.exams, pools);
    assertThat(second.loadIfAbsent(SEA, TWO, EXAMS, NOON)).isTrue();
    assertThat(stores.exams.find("watch")).isPresent();
    assertThat(stores.pools.newestCounts("sea")).containsEntry("stars", 2);
  }
}
