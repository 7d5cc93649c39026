package dev.sextant.psychometrics.prediction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrequentialTest {
  private static List<String> madeUp(int learners, int answers) {
    var random = new Random(3);
    double[] difficulty = random.doubles(30, -1.5, 1.5).toArray();
    var lines = new ArrayList<String>();
    lines.add("learner,item,domain,correct,time");
    for (int n = 0; n < learners; n++) {
      double shared = random.nextGaussian();
      double[] theta = new double[3];
      for (int k = 0; k < 3; k++) {
        theta[k] = 0.7 * shared + 0.7 * random.nextGaussian();
      }
      for (int i = 0; i < answers; i++) {
        int item = random.nextInt(30);
        double p = 1 / (1 + Math.exp(-theta[item % 3] + difficulty[item]));
        lines.add(
            "u"
                + n
                + ",q"
                + item
                + ",d"
                + item % 3
                + ","
                + (random.nextDouble() < p ? 1 : 0)
                + ","
                + (n * 1000 + i));
      }
    }
    return lines;
  }

  @Test
  void predictions_beat_the_overall_share_and_mean_what_they_say() {
    PredictionScore score = Prequential.replay(madeUp(300, 30), Map.of());
    assertThat(score.answers()).isEqualTo(9000);
    assertThat(score.auc()).isGreaterThan(0.72);
    assertThat(score.logLoss()).isLessThan(score.baseline() - 0.07);
    assertThat(score.calibrationError()).isLessThan(0.03);
    assertThat(score.inWords()).contains("AUC");
  }

  @Test
  void the_score_of_known_predictions_is_known() {
    var score =
        PredictionScore.of(
            new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});
    assertThat(score.auc()).isCloseTo(0.75, within(1e-12));
    assertThat(score.logLoss()).isCloseTo(0.472288, within(1e-6));
    var ties = PredictionScore.of(new double[] {0.5, 0.5}, new boolean[] {false, true});
    assertThat(ties.auc()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void a_file_without_the_columns_is_refused_by_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prequential.replay(List.of("a,b", "1,2"), Map.of()))
        .withMessageContaining("learner");
  }

  /// Status, what was printed, and what was complained of.
  private record Ran(int status, String out, String err) {}

  private static Ran run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Prequential.run(
            List.of(arguments),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static String file(Path folder, String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines)).toString();
  }

  @Test
  void the_command_prints_the_scores_and_writes_each_prediction(@TempDir Path folder)
      throws IOException {
    String answers = Files.write(folder.resolve("answers.csv"), madeUp(40, 20)).toString();
    Path predictions = folder.resolve("predictions.csv");
    Ran ran = run(answers, "--predictions=" + predictions);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("answers 800", "AUC 0.", "log-loss 0.", "calibration error");
    List<String> lines = Files.readAllLines(predictions);
    assertThat(lines).hasSize(801);
    assertThat(lines.get(1)).matches("2,0\\.\\d{6},[01]");
  }

  @Test
  void answers_are_predicted_from_earlier_ones_only() {
    List<String> lines = madeUp(30, 20);
    var replay = Prequential.replay(lines.subList(0, 301), Map.of());
    List<String> changed = new ArrayList<>(lines.subList(0, 301));
    String last = changed.getLast();
    changed.set(
        300, last.replaceFirst(",([01]),(\\d+)$", last.contains(",1,") ? ",0,$2" : ",1,$2"));
    // Another last answer changes its own score, and no prediction.
    var other = Prequential.replay(changed, Map.of());
    assertThat(other.answers()).isEqualTo(replay.answers());
    assertThat(other.bands().stream().mapToDouble(PredictionScore.Band::predicted).toArray())
        .isEqualTo(replay.bands().stream().mapToDouble(PredictionScore.Band::predicted).toArray());
  }

  @Test
  void rows_are_replayed_in_order_of_time_numbers_or_text(@TempDir Path folder) throws IOException {
    Path predictions = folder.resolve("predictions.csv");
    String numbers =
        file(folder, "n.csv", "user,question,right,time", "a,q,1,10", "a,q,0,9", "a,q,1,2.5");
    assertThat(run(numbers, "--predictions=" + predictions).status()).isZero();
    assertThat(Files.readAllLines(predictions).stream().map(line -> line.split(",", 2)[0]))
        .containsExactly("line", "4", "3", "2");
    String dates =
        file(
            folder,
            "d.csv",
            "user;question;right;timestamp",
            "\"a\";\"q;1\";1;2026-01-02 10:00",
            "a;\"say \"\"q\"\"\";0;2026-01-01 10:00");
    assertThat(run(dates, "--predictions=" + predictions).status()).isZero();
    assertThat(Files.readAllLines(predictions).stream().map(line -> line.split(",", 2)[0]))
        .containsExactly("line", "3", "2");
  }

  @Test
  void a_table_of_patterns_is_dealt_to_people(@TempDir Path folder) throws IOException {
    String table = file(folder, "p.csv", "pattern,frequency", "000,3", "011,5", "111,40");
    Ran ran = run(table);
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("answers 144");
    String wrong = file(folder, "w.csv", "pattern,frequency", "000,3", "0x1,5");
    assertThat(run(wrong).err()).contains("line 3: pattern must be 3 digits 0 or 1, was 0x1");
    String many = file(folder, "m.csv", "pattern,frequency", "000,3", "011,-5");
    assertThat(run(many).err()).contains("line 3: frequency must be a whole number");
  }

  @Test
  void a_row_per_learner_is_scored_by_the_key(@TempDir Path folder) throws IOException {
    String key = file(folder, "k.csv", "QuestionId;CorrectAnswer", "Q3.1;3", "Q3.2;1,3", "Q4.1;2");
    String answers =
        file(folder, "a.csv", "Start;Q3.1;Q3.2;Q4.1", "x;3;3,1;", "y;2;1;2", "z;;1,3;2");
    Path predictions = folder.resolve("predictions.csv");
    Ran ran = run(answers, "--key=" + key, "--predictions=" + predictions);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("answers 7");
    assertThat(Files.readAllLines(predictions).stream().map(line -> line.replaceAll(",.*,", " ")))
        .containsExactly("line correct", "2 1", "2 1", "3 0", "3 0", "3 1", "4 1", "4 1");
    String other = file(folder, "o.csv", "QuestionId;CorrectAnswer", "Q9;1");
    assertThat(run(answers, "--key=" + other).err()).contains("no column is a question of the key");
  }

  @Test
  void what_cannot_be_read_is_said_with_its_line(@TempDir Path folder) throws IOException {
    String head = "learner,item,correct";
    refuses(folder, "line 3: correct must be 1 or 0, was maybe", head, "a,q,1", "a,q,maybe");
    refuses(folder, "line 3: must have 3 cells as the heading has, had 2", head, "a,q,1", "a,q");
    refuses(folder, "line 4: learner must not be empty", head, "a,q,1", "", ",q,1");
    refuses(folder, "line 2: a quote is not closed", head, "a,\"q,1");
    refuses(folder, "a heading and one row or more are needed", head);
    refuses(folder, "no column correct in [learner, item]", "learner,item", "a,q");
  }

  private static void refuses(Path folder, String message, String... lines) throws IOException {
    Ran ran = run(file(folder, "bad.csv", lines));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(message).doesNotContain("Exception");
  }

  @Test
  void wrong_options_and_absent_files_are_named(@TempDir Path folder) throws IOException {
    String answers = file(folder, "a.csv", "learner,item,correct", "a,q,1");
    assertThat(run().err()).startsWith("usage:");
    assertThat(run(answers, "--nonsense=1").err()).startsWith("no option --nonsense=1");
    assertThat(run(answers, "--domain=skill").err()).contains("no column skill in [learner");
    assertThat(run(answers, "--guessing=lots").err())
        .contains("guessing must be from 0 to below 1, was lots");
    assertThat(run(answers, "--correlation=1").err()).contains("correlation must be");
    assertThat(run(folder.resolve("none.csv").toString()).err()).contains("no such file");
    assertThat(run(folder.toString()).status()).isEqualTo(2);
  }
}
