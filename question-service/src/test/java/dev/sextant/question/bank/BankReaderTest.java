package dev.sextant.question.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.question.Exam;
import dev.sextant.question.Option;
import dev.sextant.question.QuestionContent;
import dev.sextant.question.importing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BankReaderTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String COURSE =
      """
      id: sea
      title: The sea
      domains:
        - {id: stars, title: Stars, weight: 2, cut: 0.5, topics: [{id: altitude, title: Altitude}]}
      exams:
        - {id: watch, title: A watch, mode: FIXED, minLength: 3, maxLength: 3, timeLimit: PT9M, feedback: AT_END}
      """;
  private static final String QUESTION =
      """
      - id: altitude-01
        topics: [altitude, sextant]
        difficulty: HARD
        level: analyse
        stem: What measures an altitude?
        key: B
        options:
          A: {text: A compass, why: It gives a bearing.}
          B: {text: A sextant, why: It measures angles.}
        explanation: An altitude is an angle.
        calculations:
          - {option: B, expression: "1+1", answer: "2"}
      """;

  @TempDir Path folder;

  @Test
  void a_bank_is_read_whole() throws IOException {
    Bank bank = read(COURSE, QUESTION);
    assertThat(bank.faults()).isEmpty();
    assertThat(bank.course().domain("stars").orElseThrow().cut()).isEqualTo(0.5);
    Exam exam = bank.exams().getFirst();
    assertThat(exam.timeLimit()).isEqualTo(Duration.ofMinutes(9));
    assertThat(exam.blueprint()).containsExactly(new Exam.Share("stars", 2));
    assertThat(exam.stopping()).isEqualTo(Exam.Stopping.BY_LENGTH);

    QuestionContent content = bank.imported().questions().getFirst().content();
    assertThat(content.key().text()).isEqualTo("A sextant");
    assertThat(content.key().id()).isEqualTo(Option.id("altitude-01", 'B')).matches("[0-9a-f]{8}");
    assertThat(bank.questions().getFirst().place()).isEqualTo("stars/altitude.yaml:1");
  }

  @Test
  void reading_twice_gives_the_same() throws IOException {
    assertThat(read(COURSE, QUESTION)).isEqualTo(BankReader.read(folder, NOON));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key: B                  | key: E               | must be the letter of an option
          level: analyse          | level: guess         | must be one of
          difficulty: HARD        | colour: blue         | is not a field
          explanation: An         | explanation: An angle is. #| -
          topics: [altitude, sextant] | topics: []        | at least one topic
          stem: What measures an altitude? | stem: 42     | quote what looks like a number
          text: A compass         | text: ''             | is blank
          A: {text                | B: {text             | is there twice
          A: {text                | Z: {text             | a letter from A to J
          - id: altitude-01       | - id: {}             | must be a text
          """)
  void a_fault_is_named_with_its_line(String good, String bad, String message) throws IOException {
    List<Fault> faults = read(COURSE, QUESTION.replace(good, bad)).faults();
    if (message.equals("-")) {
      assertThat(faults).isEmpty();
    } else {
      assertThat(faults).anyMatch(fault -> fault.message().contains(message));
      assertThat(faults).allMatch(fault -> fault.place().startsWith("stars/altitude.yaml:"));
    }
  }

  @Test
  void an_id_is_taken_once() throws IOException {
    assertThat(read(COURSE, QUESTION + QUESTION).faults())
        .anyMatch(fault -> fault.message().contains("is taken by the question at"));
  }

  @Test
  void what_is_no_yaml_is_a_fault_and_no_exception() throws IOException {
    assertThat(read(COURSE, "- [unclosed").faults()).isNotEmpty();
    assertThat(read(COURSE, "!!java.net.URL [x]").faults()).isNotEmpty();
    assertThat(read(COURSE, "a: b").faults()).isNotEmpty();
    assertThat(read(COURSE.replace("FIXED", "LOOSE"), QUESTION).faults()).isNotEmpty();
    assertThat(read(COURSE.replace("PT9M", "9 minutes"), QUESTION).faults()).isNotEmpty();
    assertThat(read(COURSE.replace("maxLength: 3", "maxLength: 2"), QUESTION).faults())
        .isNotEmpty();
    Files.delete(folder.resolve("course.yaml"));
    assertThat(BankReader.read(folder, NOON).faults()).isNotEmpty();
  }

  private Bank read(String course, String questions) throws IOException {
    Files.createDirectories(folder.resolve("stars"));
    Files.writeString(folder.resolve("course.yaml"), course);
    Files.writeString(folder.resolve("stars/altitude.yaml"), questions);
    return BankReader.read(folder, NOON);
  }
}
