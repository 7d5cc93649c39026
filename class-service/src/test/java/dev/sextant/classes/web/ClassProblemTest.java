package dev.sextant.classes.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassProblemTest {
  private static final String OURS = "`.*`, from (.* and )?class-service\\.";
  private static final Path PAGES = Path.of("..", "docs", "problems");

  @ParameterizedTest
  @EnumSource(ClassProblem.class)
  void every_problem_has_a_page_that_says_the_same(ClassProblem problem) throws IOException {
    List<String> page = Files.readAllLines(PAGES.resolve(problem.slug() + ".md"));

    assertThat(page.getFirst()).isEqualTo("# " + problem.title());
    assertThat(page.get(2))
        .startsWith("`%d /problems/%s`, from ".formatted(problem.status().value(), problem.slug()))
        .endsWith("class-service.");
  }

  @Test
  void every_page_of_this_service_has_a_problem() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      List<String> ours =
          pages
              .filter(page -> read(page).lines().skip(2).findFirst().orElse("").matches(OURS))
              .map(page -> page.getFileName().toString().replace(".md", ""))
              .sorted()
              .toList();
      assertThat(ours)
          .isEqualTo(Stream.of(ClassProblem.values()).map(ClassProblem::slug).sorted().toList());
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
