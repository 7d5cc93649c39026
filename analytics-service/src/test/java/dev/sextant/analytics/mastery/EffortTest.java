package dev.sextant.analytics.mastery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.Samples;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EffortTest {
  private static final int LEARNERS = 1000;
  private static final double CORRELATION = 0.6;
  private static final Ability POPULATION = Ability.standard(Samples.DOMAINS.size(), CORRELATION);

  @ParameterizedTest(name = "{0} questions")
  @ValueSource(ints = {6, 12, 18, 30, 60})
  void one_in_twenty_learners_in_earnest_at_most_is_taken_for_guessing(int length) {
    for (double guessing : new double[] {1 / 6.0, 0.25}) {
      for (boolean adaptive : new boolean[] {false, true}) {
        int flagged = 0;
        for (int learner = 0; learner < LEARNERS; learner++) {
          var random = new Random(learner * 100L + length);
          flagged += sat(length, guessing, adaptive, true, random).looksLikeGuessing() ? 1 : 0;
        }
        // Two standard errors of a share of 5 %.
        double chance = 2 * Math.sqrt(0.05 * 0.95 / LEARNERS);
        assertThat(flagged / (double) LEARNERS)
            .as("guessing %s, adaptive %s", guessing, adaptive)
            .isLessThanOrEqualTo(0.05 + chance);
      }
    }
  }

  @ParameterizedTest(name = "{0} questions, {1} right by guessing, of ten at least {2}")
  @CsvSource({"18, 0.17, 6", "24, 0.17, 8", "30, 0.25, 8", "40, 0.25, 9", "60, 0.25, 9"})
  void who_guesses_is_found(int length, double guessing, int ofTen) {
    for (boolean adaptive : new boolean[] {false, true}) {
      int flagged = 0;
      for (int learner = 0; learner < LEARNERS; learner++) {
        var random = new Random(learner * 100L + length);
        flagged += sat(length, guessing, adaptive, false, random).looksLikeGuessing() ? 1 : 0;
      }
      assertThat(10.0 * flagged / LEARNERS).as("adaptive %s", adaptive).isGreaterThan(ofTen);
    }
  }

  /// An exam of questions that scatter around what is believed of them.
  private static Effort sat(
      int length, double guessing, boolean adaptive, boolean inEarnest, Random random) {
    double common = random.nextGaussian();
    double[] ability = new double[Samples.DOMAINS.size()];
    for (int d = 0; d < ability.length; d++) {
      ability[d] =
          Math.sqrt(CORRELATION) * common + Math.sqrt(1 - CORRELATION) * random.nextGaussian();
    }
    Map<String, Item> believed = new HashMap<>();
    List<Item> left = new ArrayList<>();
    for (int n = 0; n < 2 * length; n++) {
      int domain = n % ability.length;
      double b = n % 5 - 2 + 0.3 * random.nextGaussian();
      double a = Math.exp(0.2 * random.nextGaussian());
      left.add(Item.threeParameter("q" + n, domain, a, b, guessing));
      believed.put(
          "q" + n,
          Item.threeParameter("q" + n, domain, a, b + 0.3 * random.nextGaussian(), guessing));
    }
    Collections.shuffle(left, random);
    double level = 0;
    List<Answer> answers = new ArrayList<>();
    while (answers.size() < length) {
      double near = level;
      Item item =
          adaptive
              ? left.stream()
                  .min(Comparator.comparingDouble(one -> Math.abs(one.b() - near)))
                  .orElseThrow()
              : left.getLast();
      left.remove(item);
      boolean right =
          random.nextDouble() < (inEarnest ? item.probability(ability[item.domain()]) : guessing);
      level += (right ? 1 : -1) * 2.0 / (answers.size() + 2);
      answers.add(answer(answers.size() + 1, item, right));
    }
    return Effort.of(session(length, answers), believed, POPULATION);
  }

  private static SessionState session(int length, List<Answer> answers) {
    ExamSnapshot exam = Samples.exam("FIXED", length);
    var started =
        new SessionStarted(
            "s", "org", "learner", 0, Samples.NOON, null, null, exam, 1, null, List.of(), 1);
    var finished =
        new SessionFinished(
            "s", "org", "learner", answers.size() + 1, Samples.NOON, "LENGTH", answers.size());
    Belief belief = Estimation.belief(POPULATION);
    return new SessionState(
        started, finished.sequence(), finished.at(), belief, belief, answers, finished, Set.of());
  }

  private static Answer answer(int position, Item item, boolean right) {
    return new Answer(
        position,
        1,
        item.id(),
        1,
        Samples.DOMAINS.get(item.domain()),
        right ? "right" : "wrong",
        right,
        12_000,
        Samples.NOON,
        Samples.PICK);
  }
}
