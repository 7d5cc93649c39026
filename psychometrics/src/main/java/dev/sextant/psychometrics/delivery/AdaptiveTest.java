package dev.sextant.psychometrics.delivery;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.estimation.Estimator;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.model.Quadrature;
import dev.sextant.psychometrics.model.ResponseTable;
import dev.sextant.psychometrics.selection.Blueprint;
import dev.sextant.psychometrics.selection.Criterion;
import dev.sextant.psychometrics.selection.EnemySets;
import dev.sextant.psychometrics.selection.ExposureRule;
import dev.sextant.psychometrics.selection.Resource;
import dev.sextant.psychometrics.selection.SelectionRules;
import dev.sextant.psychometrics.stopping.PassMark;
import dev.sextant.psychometrics.stopping.SequentialTest;
import dev.sextant.psychometrics.stopping.StopReason;
import dev.sextant.psychometrics.stopping.StoppingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One exam's definition, and from it the next step for any candidate.
///
/// Immutable and safe to share between threads: all state of a candidate is in the arguments of
/// [#next], so two services asked the same question with the same seed give the same answer. A
/// constraint that cannot be met gives way in the order of `selection.Relaxation`, and the trace of
/// the pick says so.
///
/// Knows nothing of time, of sessions, or of how an item looks.
public final class AdaptiveTest {
  private final SelectionRules selection;
  private final StoppingRules stopping;
  private final List<SequentialTest> sequentialTests;
  private final Estimator estimator;
  private final @Nullable ResponseTable table;
  private final double minimumInformation;
  private final boolean[] pilots;
  private final Set<Integer> pilotSlots;

  private AdaptiveTest(
      Builder builder, SelectionRules selection, StoppingRules stopping, boolean[] pilots) {
    this.selection = selection;
    this.stopping = stopping;
    sequentialTests = List.copyOf(builder.sequentialTests);
    estimator = builder.estimator;
    minimumInformation = builder.minimumInformation;
    this.pilots = pilots;
    pilotSlots = Set.copyOf(builder.pilotSlots);
    boolean grid =
        selection.criterion().needsGrid(builder.bank.domains())
            || (estimator == Estimator.EAP && builder.bank.domains() == 1);
    table = grid ? new ResponseTable(builder.bank, builder.quadrature) : null;
  }

  /// An exam over this bank and blueprint; what is not set is 20 questions, maximum reduction of
  /// the weighted posterior variance, no exposure control and no enemies.
  public static Builder of(ItemBank bank, Blueprint blueprint) {
    return new Builder(bank, blueprint);
  }

  public ItemBank bank() {
    return selection.bank();
  }

  public Blueprint blueprint() {
    return selection.blueprint();
  }

  public StoppingRules stopping() {
    return stopping;
  }

  /// What is known of the candidate after these answers, by the exam's estimator; answers to pilot
  /// items do not count.
  public Ability ability(Ability prior, List<Response> soFar) {
    return replay(prior, soFar).ability();
  }

  /// The next step for a candidate known as `prior` before the exam who answered `soFar`.
  /// `excludedItemIds` are items not to be asked, as seen lately; ids the bank does not have are
  /// ignored. `random` is only read where the exposure rule leaves a choice: seed it from the
  /// session and the position, and a repeated call repeats the pick.
  public Decision next(
      Ability prior, List<Response> soFar, Set<String> excludedItemIds, RandomGenerator random) {
    return next(prior, soFar, excludedItemIds, Set.of(), random);
  }

  /// As [#next(Ability, List, Set, RandomGenerator)], with items that exposure control holds back
  /// from this candidate, such as `selection.EligibilityControl` drew.
  public Decision next(
      Ability prior,
      List<Response> soFar,
      Set<String> excludedItemIds,
      Set<String> heldBackItemIds,
      RandomGenerator random) {
    Attempt attempt = replay(prior, soFar);
    for (String id : excludedItemIds) {
      bank().indexOf(id).ifPresent(attempt::markSeenLately);
    }
    for (String id : heldBackItemIds) {
      bank().indexOf(id).ifPresent(attempt::markHeldBack);
    }
    int index = attempt.next(random);
    StopReason reason = attempt.reason();
    return reason != null
        ? new Decision.Stop(reason, attempt.ability())
        : new Decision.Ask(attempt.explain(index));
  }

  /// Starts an exam that is kept in memory, for simulations and for servers that hold state.
  public Attempt start(Ability prior) {
    if (prior.dimensions() != bank().domains()) {
      throw new IllegalArgumentException(
          "prior must have " + bank().domains() + " domains, had " + prior.dimensions());
    }
    return new Attempt(this, prior);
  }

  private Attempt replay(Ability prior, List<Response> soFar) {
    Attempt attempt = start(prior);
    for (Response response : soFar) {
      Item item = response.item();
      OptionalInt index = bank().indexOf(item.id());
      if (index.isPresent()
          && (isPilot(index.getAsInt()) || bank().item(index.getAsInt()).equals(item))) {
        attempt.answer(index.getAsInt(), response.correct());
      } else {
        // Answered under other parameters, or retired since: scored as it was asked.
        index.ifPresent(attempt::markAskedElsewhere);
        attempt.answer(item, response.correct());
      }
    }
    return attempt;
  }

  SelectionRules selection() {
    return selection;
  }

  List<SequentialTest> sequentialTests() {
    return sequentialTests;
  }

  @Nullable ResponseTable table() {
    return table;
  }

  boolean estimatesByMean() {
    return estimator == Estimator.EAP;
  }

  double minimumInformation() {
    return minimumInformation;
  }

  boolean isPilot(int index) {
    return pilots[index];
  }

  boolean isPilotSlot(int position) {
    return pilotSlots.contains(position);
  }

  /// Collects an exam's definition; [#build] checks it.
  public static final class Builder {
    private final ItemBank bank;
    private final Blueprint blueprint;
    private int minLength;
    private int maxLength = 20;
    private @Nullable Double standardError;
    private final List<PassMark> passMarks = new ArrayList<>();
    private Criterion criterion = Criterion.A_OPTIMALITY;
    private ExposureRule exposure = ExposureRule.none();
    private EnemySets enemies = EnemySets.none();
    private Estimator estimator = Estimator.MAP;
    private Quadrature quadrature = Quadrature.normal61(0, 1);
    private double minimumInformation;
    private final List<SequentialTest> sequentialTests = new ArrayList<>();
    private Set<String> pilotIds = Set.of();
    private Set<Integer> pilotSlots = Set.of();
    private @Nullable ToIntFunction<Item> category;
    private @Nullable List<Resource> exactLimits;

    private Builder(ItemBank bank, Blueprint blueprint) {
      this.bank = bank;
      this.blueprint = blueprint;
    }

    /// The exam never stops before this many answers; 0 at first.
    public Builder minLength(int answers) {
      minLength = answers;
      return this;
    }

    /// The exam always stops after this many answers; 20 at first.
    public Builder maxLength(int answers) {
      maxLength = answers;
      return this;
    }

    /// Stop when every domain's standard error is at most this many logits; null: do not.
    public Builder standardError(@Nullable Double logits) {
      standardError = logits;
      return this;
    }

    /// Stop when all pass marks given so are decided, each with its confidence.
    public Builder passMark(int domain, double cut, double confidence) {
      passMarks.add(new PassMark(domain, cut, confidence));
      return this;
    }

    public Builder criterion(Criterion value) {
      criterion = value;
      return this;
    }

    public Builder exposure(ExposureRule rule) {
      exposure = rule;
      return this;
    }

    /// Groups of item ids of which at most one is asked.
    public Builder enemies(List<Set<String>> sets) {
      enemies = new EnemySets(sets);
      return this;
    }

    /// Stop when all tests given so are decided: classification by likelihood ratios.
    public Builder sequentialTest(SequentialTest decision) {
      sequentialTests.add(decision);
      return this;
    }

    /// Stop, after the least length, when the best item tells less than this much Fisher
    /// information, per squared logit; 0 at first: only when no item is left.
    public Builder minimumInformation(double information) {
      minimumInformation = information;
      return this;
    }

    /// MAP at first.
    public Builder estimator(Estimator value) {
      estimator = value;
      return this;
    }

    /// The points on which one scale is estimated by EAP; 61 on [-6, 6] at first. The weights do
    /// not matter, because every candidate has a prior.
    public Builder quadrature(Quadrature points) {
      quadrature = points;
      return this;
    }

    /// Items that are asked only to be measured: at these positions (from 0) one of them is drawn,
    /// and its answer does not count towards the ability.
    public Builder pilots(Set<String> itemIds, Set<Integer> positions) {
      pilotIds = itemIds;
      pilotSlots = positions;
      return this;
    }

    /// Every pick is taken from a whole test of the greatest length that meets blueprint, enemies
    /// and these limits exactly (`selection.ShadowTest`): slower, and never boxed in. For exams of
    /// fixed length.
    public Builder exactContent(List<Resource> limits) {
      exactLimits = List.copyOf(limits);
      return this;
    }

    /// What the blueprint shares the exam out over, instead of the items' domains.
    public Builder category(ToIntFunction<Item> categoryOf) {
      category = categoryOf;
      return this;
    }

    /// Throws [IllegalArgumentException] when the parts contradict each other.
    public AdaptiveTest build() {
      for (PassMark mark : passMarks) {
        if (mark.domain() >= bank.domains()) {
          throw new IllegalArgumentException(
              "pass mark's domain must be below " + bank.domains() + ", was " + mark.domain());
        }
      }
      for (SequentialTest decision : sequentialTests) {
        if (decision.domain() >= bank.domains()) {
          throw new IllegalArgumentException(
              "sequential test's domain must be below "
                  + bank.domains()
                  + ", was "
                  + decision.domain());
        }
      }
      boolean[] pilots = new boolean[bank.size()];
      for (String id : pilotIds) {
        bank.indexOf(id).ifPresent(index -> pilots[index] = true);
      }
      SelectionRules selection =
          category == null
              ? new SelectionRules(bank, blueprint, maxLength, criterion, exposure, enemies)
              : new SelectionRules(
                  bank, blueprint, maxLength, criterion, exposure, enemies, category);
      return new AdaptiveTest(
          this,
          exactLimits == null ? selection : selection.exactly(exactLimits),
          new StoppingRules(minLength, maxLength, standardError, passMarks),
          pilots);
    }
  }
}
