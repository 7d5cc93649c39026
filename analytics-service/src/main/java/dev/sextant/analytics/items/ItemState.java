package dev.sextant.analytics.items;

import dev.sextant.analytics.ParameterSet.Parameters;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import dev.sextant.psychometrics.calibration.OnlineCalibration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that the answers to one version of a question add up to. Its size does not grow with them.
///
/// @param changes observations so far, of either use
/// @param key the option that was right; null while nobody was
/// @param times answers by time taken, in classes of a quarter of a doubling from half a second
/// @param choices by option id: how often chosen in each band of ability
/// @param residuals of the answers against what was expected of those who gave them
/// @param atRandom of those that chance brought to the question
/// @param groups by class id: right and wrong answers in turn for each band of ability
/// @param blocks of a hundred answers, the newest last; what is older is added up in the first
/// @param written as the author's level says
/// @param memory of the calibration that each answer moves
/// @param calibrated answers in it
public record ItemState(
    String questionId,
    int questionVersion,
    String courseId,
    String domainId,
    Instant at,
    long changes,
    long answered,
    long right,
    @Nullable String key,
    List<Long> times,
    Map<String, List<Long>> choices,
    Residuals residuals,
    Classical atRandom,
    Map<String, List<Long>> groups,
    List<Block> blocks,
    Parameters written,
    List<Double> memory,
    long calibrated) {

  /// Where bands of ability meet, in logits.
  public static final List<Double> BOUNDS = List.of(-1.5, -0.5, 0.5, 1.5);

  static final int BANDS = 5;
  static final int TIME_CLASSES = 48;

  /// Faster than half of what the learner usually takes.
  private static final double FAST = -Math.log(2);

  private static final int BLOCK = 100;
  private static final int MOST_BLOCKS = 20;
  private static final int MOST_GROUPS = 100;
  private static final double FIRST_CLASS_MS = 500;
  private static final double[] NODES = {-1.7320508075688772, 0, 1.7320508075688772};
  private static final double[] WEIGHTS = {1 / 6.0, 4 / 6.0, 1 / 6.0};

  /// A question that nobody answered.
  public static ItemState unseen(Observation first) {
    return new ItemState(
        first.questionId(),
        first.questionVersion(),
        first.courseId(),
        first.domainId(),
        first.at(),
        0,
        0,
        0,
        null,
        Collections.nCopies(TIME_CLASSES, 0L),
        Map.of(),
        new Residuals(0, 0, 0, 0, 0),
        new Classical(0, 0, 0, 0, 0),
        Map.of(),
        List.of(),
        first.written(),
        boxed(OnlineCalibration.from(calibrated(first.written())).memory()),
        0);
  }

  /// Sums of residuals: right or wrong less the probability expected.
  ///
  /// @param sum of residuals
  /// @param variance sum of the variances expected
  /// @param squares sum of squared residuals
  /// @param standardised sum of squared residuals over their variances
  public record Residuals(
      long answers, double sum, double variance, double squares, double standardised) {
    Residuals plus(double residual, double expectedVariance) {
      return new Residuals(
          answers + 1,
          sum + residual,
          variance + expectedVariance,
          squares + residual * residual,
          standardised + residual * residual / expectedVariance);
    }

    /// The sum in its standard deviations; around 0 when the model holds.
    double z() {
      return variance == 0 ? 0 : sum / Math.sqrt(variance);
    }

    double mean() {
      return answers == 0 ? 0 : sum / answers;
    }

    /// Variance of the mean.
    double varianceOfMean() {
      return answers == 0 ? 0 : variance / ((double) answers * answers);
    }

    Residuals plus(Residuals other) {
      return new Residuals(
          answers + other.answers,
          sum + other.sum,
          variance + other.variance,
          squares + other.squares,
          standardised + other.standardised);
    }
  }

  /// Sums for the classical figures.
  public record Classical(
      long answers, long right, double ability, double squares, double abilityOfRight) {
    Classical plus(boolean correct, double theta) {
      return new Classical(
          answers + 1,
          right + (correct ? 1 : 0),
          ability + theta,
          squares + theta * theta,
          abilityOfRight + (correct ? theta : 0));
    }
  }

  /// A hundred answers in the order in which they were described.
  ///
  /// @param fast the residuals of those given in less than half of the learner's usual time
  /// @param pace sum of the paces
  /// @param squares sum of the squared paces
  public record Block(Instant from, Residuals all, Residuals fast, double pace, double squares) {
    Block plus(Block newer) {
      return new Block(
          from,
          all.plus(newer.all),
          fast.plus(newer.fast),
          pace + newer.pace,
          squares + newer.squares);
    }
  }

  /// The state with one more observation.
  public ItemState with(Observation seen) {
    List<Double> nextMemory = memory;
    long nextCalibrated = calibrated;
    if (seen.calibrates()) {
      nextMemory =
          boxed(online().answered(seen.ability(), seen.deviation(), seen.correct()).memory());
      nextCalibrated++;
    }
    if (!seen.describes()) {
      return new ItemState(
          questionId,
          questionVersion,
          courseId,
          domainId,
          later(seen.at()),
          changes + 1,
          answered,
          right,
          key,
          times,
          choices,
          residuals,
          atRandom,
          groups,
          blocks,
          written,
          nextMemory,
          nextCalibrated);
    }
    double expected = expected(seen);
    double variance = Math.max(1e-6, expected * (1 - expected));
    double residual = (seen.correct() ? 1 : 0) - expected;
    int band = band(seen.ability());
    return new ItemState(
        questionId,
        questionVersion,
        courseId,
        domainId,
        later(seen.at()),
        changes + 1,
        answered + 1,
        right + (seen.correct() ? 1 : 0),
        seen.correct() ? seen.optionId() : key,
        counted(times, timeClass(seen.elapsedMillis()), TIME_CLASSES),
        counted(choices, seen.optionId(), band, BANDS, Integer.MAX_VALUE),
        residuals.plus(residual, variance),
        seen.atRandom() ? atRandom.plus(seen.correct(), seen.ability()) : atRandom,
        seen.classId() == null
            ? groups
            : counted(
                groups,
                seen.classId(),
                2 * band + (seen.correct() ? 0 : 1),
                2 * BANDS,
                MOST_GROUPS),
        blocks(seen, residual, variance),
        written,
        nextMemory,
        nextCalibrated);
  }

  /// What the answers say of the item, each in its turn.
  public CalibratedItem item() {
    return online().item();
  }

  /// What was believed before anybody answered.
  public CalibratedItem asWritten() {
    return calibrated(written);
  }

  private OnlineCalibration online() {
    return OnlineCalibration.resumed(
        calibrated(written),
        memory.stream().mapToDouble(Double::doubleValue).toArray(),
        calibrated);
  }

  /// The probability of a right answer, over what is not known of the ability.
  private static double expected(Observation seen) {
    Parameters p = seen.measured();
    Item item = Item.threeParameter(p.questionId(), 0, p.a(), p.b(), p.c());
    double expected = 0;
    for (int q = 0; q < NODES.length; q++) {
      expected += WEIGHTS[q] * item.probability(seen.ability() + NODES[q] * seen.deviation());
    }
    return expected;
  }

  private List<Block> blocks(Observation seen, double residual, double variance) {
    var none = new Residuals(0, 0, 0, 0, 0);
    Residuals own = none.plus(residual, variance);
    boolean fast = seen.pace() < FAST;
    var one = new Block(seen.at(), own, fast ? own : none, seen.pace(), seen.pace() * seen.pace());
    List<Block> next = new ArrayList<>(blocks);
    if (next.isEmpty() || next.getLast().all().answers() >= BLOCK) {
      next.add(one);
    } else {
      next.add(next.removeLast().plus(one));
    }
    if (next.size() > MOST_BLOCKS) {
      Block oldest = next.removeFirst();
      next.set(0, oldest.plus(next.getFirst()));
    }
    // The first may hold more than a block by then, and must stay the oldest.
    return List.copyOf(next);
  }

  private Instant later(Instant seen) {
    return seen.isAfter(at) ? seen : at;
  }

  static int band(double ability) {
    int band = 0;
    while (band < BOUNDS.size() && ability >= BOUNDS.get(band)) {
      band++;
    }
    return band;
  }

  static int timeClass(long elapsedMillis) {
    double doublings = Math.log(Math.max(1, elapsedMillis) / FIRST_CLASS_MS) / Math.log(2);
    return Math.clamp((long) Math.floor(4 * doublings) + 1, 0, TIME_CLASSES - 1);
  }

  /// The middle of a class, in milliseconds.
  static long millis(int timeClass) {
    return Math.round(FIRST_CLASS_MS * Math.pow(2, (timeClass - 0.5) / 4));
  }

  static CalibratedItem calibrated(Parameters p) {
    return new CalibratedItem(
        Item.threeParameter(p.questionId(), 0, p.a(), p.b(), p.c()),
        p.standardErrorOfLogA(),
        p.standardErrorOfB(),
        p.standardErrorOfLogitC());
  }

  private static List<Long> counted(List<Long> counts, int at, int size) {
    List<Long> next = new ArrayList<>(counts.isEmpty() ? Collections.nCopies(size, 0L) : counts);
    next.set(at, next.get(at) + 1);
    return next;
  }

  private static Map<String, List<Long>> counted(
      Map<String, List<Long>> all, String name, int at, int size, int most) {
    if (!all.containsKey(name) && all.size() >= most) {
      return all;
    }
    Map<String, List<Long>> next = new TreeMap<>(all);
    next.put(name, counted(all.getOrDefault(name, List.of()), at, size));
    return next;
  }

  private static List<Double> boxed(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
