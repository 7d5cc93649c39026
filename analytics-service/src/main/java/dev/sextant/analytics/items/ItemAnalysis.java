package dev.sextant.analytics.items;

import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.items.ItemState.Block;
import dev.sextant.analytics.items.ItemState.Classical;
import dev.sextant.analytics.items.ItemState.Residuals;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import dev.sextant.psychometrics.calibration.DifferentialFunctioning;
import dev.sextant.psychometrics.calibration.DifferentialFunctioning.MantelHaenszel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a question's answers say of it, for those who write questions.
///
/// @param shown how often it was shown and answered, in sessions that are over; one that was on the
///   screen when the time ended is not counted
/// @param shareRight of the answers; says little where the question is asked of those whom it fits
/// @param classical from randomly placed answers alone
/// @param exposure share of the course's finished sessions that had the question; null before the
///   first
/// @param population whom the figures count, in words
/// @param flags what should be looked at
/// @param advice what to do, in words
public record ItemAnalysis(
    String questionId,
    int version,
    String courseId,
    String domainId,
    Instant at,
    String population,
    long shown,
    long answered,
    @Nullable Double shareRight,
    ClassicalFigures classical,
    @Nullable Double exposure,
    Times times,
    List<Double> bands,
    List<OptionChoice> options,
    Fit fit,
    GroupDifference groupDifference,
    Drift drift,
    Leak leak,
    Parameters parameters,
    List<ParameterChange> history,
    List<Flag> flags,
    List<String> advice) {

  /// Fewer answers than this say nothing that should be shown as a finding.
  private static final int LEAST = 30;

  /// In standard deviations. Looked at for hundreds of questions again and again, so far out.
  private static final double FAR = 4;

  /// Class C of the ETS: a difference of 1.5 delta, 0.64 logits, or more.
  private static final double LARGE_DELTA = 1.5;

  private static final double RARE = 0.01;
  private static final int LEAST_OF_A_GROUP = 40;
  private static final int MOST_GROUPS = 10;
  private static final double OVEREXPOSED = 0.4;
  private static final int LEAST_FAST = 15;
  private static final double MEAN_SQUARE = 1.3;

  /// What may be wrong with a question.
  public enum Flag {
    /// The able choose another option than the key.
    WRONG_KEY,
    /// Those who answer fast are right more often than the model and slower answers explain.
    LEAKED,
    /// It is harder for one class than for others of the same ability.
    GROUP_DIFFERENCE,
    /// It became easier or harder.
    DRIFT,
    /// Its answers do not follow its curve.
    MISFIT,
    /// It is in too many sessions.
    OVEREXPOSED,
    /// An option that hardly anybody chooses.
    IDLE_OPTION
  }

  /// @param answers randomly placed ones: pilots of adaptive exams, and fixed forms drawn by chance
  /// @param pValue share of right answers; null for fewer than 30
  /// @param pointBiserial correlation of being right with the ability shown by the other answers
  public record ClassicalFigures(
      long answers, @Nullable Double pValue, @Nullable Double pointBiserial) {}

  /// Time taken in milliseconds, to about a tenth; null without answers.
  public record Times(
      @Nullable Long lowerQuartile, @Nullable Long median, @Nullable Long upperQuartile) {}

  /// One option.
  ///
  /// @param rate share of all answers
  /// @param byBand share of the answers in each band of ability; null where there are none
  public record OptionChoice(
      String optionId, boolean key, long chosen, double rate, List<@Nullable Double> byBand) {}

  /// How well the curve describes the answers: mean squares, of which 1 is expected, and the sum of
  /// residuals in its standard deviations.
  public record Fit(long answers, @Nullable Double infit, @Nullable Double outfit, double z) {}

  /// The largest difference between one class and the others at equal ability (Mantel-Haenszel).
  ///
  /// @param delta on the ETS scale; negative where it is harder for the class
  /// @param probability of one as large by chance, before it is held against the number of classes
  public record GroupDifference(
      boolean flagged, int groups, @Nullable Double delta, @Nullable Double probability) {}

  /// The answers since a moment against those before: since the moment that tells most.
  ///
  /// @param change of the residuals' mean, as a probability; above 0 it became easier
  public record Drift(boolean flagged, double change, double z, @Nullable Instant since) {}

  /// @param fast answers in less than half of the learner's usual time
  /// @param excess by how much more often fast answers are right than slower ones, as a probability
  public record Leak(boolean flagged, long fast, double excess, double z) {}

  /// @param source `AUTHOR` before the first answer, `ONLINE` moved by each answer
  public record Parameters(
      double a,
      double b,
      double c,
      double standardErrorOfA,
      double standardErrorOfB,
      double standardErrorOfC,
      long answers,
      String source) {}

  /// What a calibration said.
  public record ParameterChange(
      long calibration,
      Instant at,
      double a,
      double b,
      double c,
      double standardErrorOfB,
      long answers) {}

  /// @param sets all calibrations of the course, oldest first
  /// @param sessions finished sessions of the course
  public static ItemAnalysis of(ItemState state, List<ParameterSet> sets, long sessions) {
    List<OptionChoice> options = options(state);
    Fit fit = fit(state.residuals());
    GroupDifference groups = groups(state);
    Drift drift = drift(state.blocks());
    Leak leak = leak(state.blocks());
    Double exposure = sessions == 0 ? null : Math.min(1, state.answered() / (double) sessions);
    List<Flag> flags = new ArrayList<>();
    if (isKeyDoubtful(state)) {
      flags.add(Flag.WRONG_KEY);
    }
    if (leak.flagged()) {
      flags.add(Flag.LEAKED);
    }
    if (groups.flagged()) {
      flags.add(Flag.GROUP_DIFFERENCE);
    }
    if (drift.flagged()) {
      flags.add(Flag.DRIFT);
    }
    Double infit = fit.infit();
    if (infit != null && state.answered() >= 4 * LEAST && infit > MEAN_SQUARE) {
      flags.add(Flag.MISFIT);
    }
    if (exposure != null && sessions >= 2 * LEAST && exposure > OVEREXPOSED) {
      flags.add(Flag.OVEREXPOSED);
    }
    if (state.answered() >= 10 * LEAST
        && options.stream().anyMatch(option -> option.rate() < 0.01)) {
      flags.add(Flag.IDLE_OPTION);
    }
    return new ItemAnalysis(
        state.questionId(),
        state.questionVersion(),
        state.courseId(),
        state.domainId(),
        state.at(),
        "All answers to this version in sessions that are over, in every organisation",
        state.answered(),
        state.answered(),
        state.answered() == 0 ? null : state.right() / (double) state.answered(),
        classical(state.atRandom()),
        exposure,
        times(state.times()),
        ItemState.BOUNDS,
        options,
        fit,
        groups,
        drift,
        leak,
        parameters(state),
        history(state, sets),
        List.copyOf(flags),
        flags.stream().map(flag -> advice(flag, drift)).toList());
  }

  private static ClassicalFigures classical(Classical sums) {
    long n = sums.answers();
    if (n < LEAST) {
      return new ClassicalFigures(n, null, null);
    }
    double p = sums.right() / (double) n;
    double variance = sums.squares() / n - Math.pow(sums.ability() / n, 2);
    double covariance = sums.abilityOfRight() / n - p * sums.ability() / n;
    double spread = Math.sqrt(variance * p * (1 - p));
    return new ClassicalFigures(n, p, spread > 0 ? covariance / spread : null);
  }

  private static Times times(List<Long> classes) {
    return new Times(quantile(classes, 0.25), quantile(classes, 0.5), quantile(classes, 0.75));
  }

  private static @Nullable Long quantile(List<Long> classes, double share) {
    long all = classes.stream().mapToLong(Long::longValue).sum();
    long below = 0;
    for (int k = 0; k < classes.size(); k++) {
      below += classes.get(k);
      if (all > 0 && below >= share * all) {
        return ItemState.millis(k);
      }
    }
    return null;
  }

  private static List<OptionChoice> options(ItemState state) {
    long[] inBand = new long[ItemState.BANDS];
    state
        .choices()
        .values()
        .forEach(
            counts -> IntStream.range(0, inBand.length).forEach(b -> inBand[b] += counts.get(b)));
    return state.choices().entrySet().stream()
        .map(
            entry -> {
              List<@Nullable Double> byBand = new ArrayList<>();
              for (int b = 0; b < inBand.length; b++) {
                byBand.add(inBand[b] == 0 ? null : entry.getValue().get(b) / (double) inBand[b]);
              }
              long chosen = sum(entry.getValue());
              return new OptionChoice(
                  entry.getKey(),
                  entry.getKey().equals(state.key()),
                  chosen,
                  chosen / (double) state.answered(),
                  java.util.Collections.unmodifiableList(byBand));
            })
        .toList();
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static Fit fit(Residuals residuals) {
    long n = residuals.answers();
    return n < LEAST
        ? new Fit(n, null, null, residuals.z())
        : new Fit(
            n,
            residuals.squares() / residuals.variance(),
            residuals.standardised() / n,
            residuals.z());
  }

  /// Among those for whom the question should be easy, another option is chosen more often than the
  /// key, and it draws the able more than the others.
  private static boolean isKeyDoubtful(ItemState state) {
    int first = ItemState.band(Math.max(0, state.written().b()));
    List<Long> none = java.util.Collections.nCopies(ItemState.BANDS, 0L);
    String key = state.key();
    double right = able(key == null ? none : state.choices().getOrDefault(key, none), first);
    double all = state.choices().values().stream().mapToDouble(counts -> able(counts, first)).sum();
    double others = state.answered() - all;
    for (Map.Entry<String, List<Long>> option : state.choices().entrySet()) {
      double chosen = able(option.getValue(), first);
      double chosenByOthers = sum(option.getValue()) - chosen;
      boolean drawsTheAble = others < LEAST || chosen / all > chosenByOthers / others;
      if (!option.getKey().equals(key)
          && all >= LEAST
          && drawsTheAble
          && (chosen - right) / Math.sqrt(chosen + right) > 2.5) {
        return true;
      }
    }
    return false;
  }

  private static double able(List<Long> counts, int fromBand) {
    return sum(counts.subList(fromBand, ItemState.BANDS));
  }

  private static GroupDifference groups(ItemState state) {
    List<String> large =
        state.groups().entrySet().stream()
            .filter(group -> sum(group.getValue()) >= LEAST_OF_A_GROUP)
            .sorted(Comparator.comparingLong(group -> -sum(group.getValue())))
            .limit(MOST_GROUPS)
            .map(Map.Entry::getKey)
            .toList();
    MantelHaenszel most = null;
    if (large.size() >= 2) {
      for (String focal : large) {
        MantelHaenszel found = compared(state.groups(), focal);
        if (Double.isFinite(found.delta())
            && (most == null || found.probability() < most.probability())) {
          most = found;
        }
      }
    }
    return most == null
        ? new GroupDifference(false, large.size(), null, null)
        : new GroupDifference(
            Math.abs(most.delta()) > LARGE_DELTA && most.probability() < RARE / large.size(),
            large.size(),
            most.delta(),
            most.probability());
  }

  /// One class against all others, matched by band of ability.
  private static MantelHaenszel compared(Map<String, List<Long>> groups, String focal) {
    int n = Math.toIntExact(groups.values().stream().mapToLong(ItemAnalysis::sum).sum());
    double[] ability = new double[n];
    boolean[] isFocal = new boolean[n];
    boolean[] correct = new boolean[n];
    int i = 0;
    for (Map.Entry<String, List<Long>> group : groups.entrySet()) {
      for (int cell = 0; cell < group.getValue().size(); cell++) {
        for (long k = 0; k < group.getValue().get(cell); k++) {
          int band = cell / 2;
          ability[i] = band;
          isFocal[i] = group.getKey().equals(focal);
          correct[i++] = cell % 2 == 0;
        }
      }
    }
    return DifferentialFunctioning.mantelHaenszel(ability, isFocal, correct, ItemState.BANDS);
  }

  private static Drift drift(List<Block> blocks) {
    Drift largest = new Drift(false, 0, 0, null);
    for (int from = 1; from < blocks.size(); from++) {
      Residuals before = sum(blocks.subList(0, from), Block::all);
      Residuals since = sum(blocks.subList(from, blocks.size()), Block::all);
      // The newest block may have begun a moment ago.
      if (since.answers() < LEAST) {
        break;
      }
      double change = since.mean() - before.mean();
      double z = change / Math.sqrt(since.varianceOfMean() + before.varianceOfMean());
      if (Math.abs(z) > Math.abs(largest.z())) {
        largest = new Drift(Math.abs(z) > FAR, change, z, blocks.get(from).from());
      }
    }
    return largest;
  }

  private static Residuals sum(List<Block> blocks, Function<Block, Residuals> part) {
    return blocks.stream().map(part).reduce(new Residuals(0, 0, 0, 0, 0), Residuals::plus);
  }

  /// Too fast and too right against the model, over all answers or over the newest ones.
  private static Leak leak(List<Block> blocks) {
    Leak all = fastAgainstSlow(blocks);
    Leak newest = fastAgainstSlow(blocks.subList(Math.max(0, blocks.size() - 3), blocks.size()));
    return newest.flagged() && !all.flagged() ? newest : all;
  }

  private static Leak fastAgainstSlow(List<Block> blocks) {
    Residuals all = sum(blocks, Block::all);
    Residuals fast = sum(blocks, Block::fast);
    long slowAnswers = all.answers() - fast.answers();
    if (fast.answers() < LEAST_FAST || slowAnswers < LEAST_FAST) {
      return new Leak(false, fast.answers(), 0, 0);
    }
    double slowMean = (all.sum() - fast.sum()) / slowAnswers;
    double slowVariance = (all.variance() - fast.variance()) / ((double) slowAnswers * slowAnswers);
    double excess = fast.mean() - slowMean;
    double z = excess / Math.sqrt(fast.varianceOfMean() + slowVariance);
    return new Leak(z > FAR, fast.answers(), excess, z);
  }

  private static Parameters parameters(ItemState state) {
    CalibratedItem known = state.item();
    return new Parameters(
        known.item().a(),
        known.item().b(),
        known.item().c(),
        known.standardErrorOfA(),
        known.standardErrorOfB(),
        known.standardErrorOfC(),
        state.calibrated(),
        state.calibrated() == 0 ? "AUTHOR" : "ONLINE");
  }

  private static List<ParameterChange> history(ItemState state, List<ParameterSet> sets) {
    List<ParameterChange> changes = new ArrayList<>();
    for (ParameterSet set : sets) {
      for (ParameterSet.Parameters item : set.items()) {
        if (item.questionId().equals(state.questionId())) {
          changes.add(
              new ParameterChange(
                  set.number(),
                  set.at(),
                  item.a(),
                  item.b(),
                  item.c(),
                  item.standardErrorOfB(),
                  item.answers()));
        }
      }
    }
    return changes;
  }

  private static String advice(Flag flag, Drift drift) {
    return switch (flag) {
      case WRONG_KEY ->
          "Those who should know choose another option than the key. Read the question again: is"
              + " the key right, and is no other option right too?";
      case LEAKED ->
          "Those who answer at once are right more often than their ability explains. The question"
              + " may be known outside: replace it.";
      case GROUP_DIFFERENCE ->
          "One class finds it harder or easier than others of the same ability. Look for words or"
              + " matter that not everybody was taught.";
      case DRIFT ->
          String.format(
              Locale.ROOT,
              "It became %s: by %.0f points of a hundred lately. It may be known, taught, or out of"
                  + " date. Calibrate the course anew.",
              drift.change() > 0 ? "easier" : "harder",
              100 * Math.abs(drift.change()));
      case MISFIT ->
          "Answers do not follow ability as they should: many able are wrong, or many others right."
              + " Look for an ambiguity.";
      case OVEREXPOSED -> "It is in more than two of five sessions. Write more questions like it.";
      case IDLE_OPTION ->
          "One option in a hundred answers or less: it deceives nobody. Write a better one.";
    };
  }
}
