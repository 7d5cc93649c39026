package dev.sextant.question.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.question.Exam;
import dev.sextant.question.importing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Banks that an earlier release read are read today, and say the same.
class BankReleasesTest {
  private static final Path RELEASES = Path.of("src/test/resources/releases");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void a_bank_of_every_release_is_read_without_a_fault() throws IOException {
    try (var releases = Files.list(RELEASES)) {
      assertThat(releases.toList())
          .isNotEmpty()
          .allSatisfy(release -> assertThat(BankReader.read(release, NOON).faults()).isEmpty());
    }
  }

  @Test
  void a_bank_of_release_0_1_says_what_it_said() {
    Bank bank = BankReader.read(RELEASES.resolve("0.1"), NOON);

    Exam exam = bank.exams().getFirst();
    assertThat(exam.timeLimit()).isEqualTo(Duration.ofMinutes(9));
    assertThat(exam.maxAttempts()).isEqualTo(3);
    assertThat(exam.passing().cut()).isEqualTo(0.25);
    assertThat(exam.stopping()).isEqualTo(new Exam.Stopping(0.3, 0.9));
    assertThat(bank.imported().questions()).hasSize(2);
    var first = bank.imported().questions().getFirst().content();
    assertThat(first.stem()).isEqualTo("What measures an altitude?");
    assertThat(first.key().text()).isEqualTo("A sextant");
    assertThat(first.topics()).containsExactly("altitude", "sextant");
  }

  @Test
  void a_bank_of_another_format_is_refused_in_a_sentence(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("course.yaml"),
        "format: 2\n" + Files.readString(RELEASES.resolve("0.1/course.yaml")));

    assertThat(BankReader.read(folder, NOON).faults())
        .extracting(Fault::message)
        .anyMatch(message -> message.startsWith("`format` must be 1"));
  }
}
