package dev.sextant.psychometrics.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
}
