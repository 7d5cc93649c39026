package dev.sextant.psychometrics.delivery;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.estimation.CorrelatedDomains;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.selection.Blueprint;
import dev.sextant.psychometrics.selection.Criterion;
import dev.sextant.psychometrics.selection.EnemySets;
import dev.sextant.psychometrics.selection.ExposureRule;
import dev.sextant.psychometrics.selection.ItemSelector;
import dev.sextant.psychometrics.selection.Pick;
import dev.sextant.psychometrics.selection.SelectionRules;
import dev.sextant.psychometrics.stopping.PassMark;
import dev.sextant.psychometrics.stopping.StopReason;
import dev.sextant.psychometrics.stopping.StoppingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

  private AdaptiveTest(SelectionRules selection, StoppingRules stopping) {
    this.selection = selection;
    this.stopping = stopping;
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

  /// What is known of the candidate after these answers: the posterior mode and its covariance.
  public Ability ability(Ability prior, List<Response> soFar) {
    return CorrelatedDomains.map(prior, soFar);
  }

  /// The next step for a candidate known as `prior` before the exam who answered `soFar`.
  /// `excludedItemIds` are items not to be asked, as seen lately; ids the bank does not have are
  /// ignored. `random` is only read where the exposure rule leaves a choice: seed it from the
  /// session and the position, and a repeated call repeats the pick.
  public Decision next(
      Ability prior, List<Response> soFar, Set<String> excludedItemIds, RandomGenerator random) {
    if (prior.dimensions() != bank().domains()) {
      throw new IllegalArgumentException(
          "prior must have " + bank().domains() + " domains, had " + prior.dimensions());
    }
    Ability ability = ability(prior, soFar);
    Optional<StopReason> reason = stopping.reasonToStop(soFar.size(), ability);
    if (reason.isPresent()) {
      return new Decision.Stop(reason.get(), ability);
    }
    var selector = new ItemSelector(selection);
    for (Response response : soFar) {
      Item item = response.item();
      OptionalInt index = bank().indexOf(item.id());
      if (index.isPresent()) {
        selector.markAsked(index.getAsInt());
      } else {
        selector.markAskedOutsideBank(item.domain());
      }
    }
    for (String id : excludedItemIds) {
      bank().indexOf(id).ifPresent(selector::markSeenLately);
    }
    Optional<Pick> pick = selector.pick(ability, random);
    if (pick.isEmpty()) {
      return new Decision.Stop(StopReason.NO_INFORMATION, ability);
    }
    return new Decision.Ask(pick.get());
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

    /// Throws [IllegalArgumentException] when the parts contradict each other.
    public AdaptiveTest build() {
      for (PassMark mark : passMarks) {
        if (mark.domain() >= bank.domains()) {
          throw new IllegalArgumentException(
              "pass mark's domain must be below " + bank.domains() + ", was " + mark.domain());
        }
      }
      return new AdaptiveTest(
          new SelectionRules(bank, blueprint, maxLength, criterion, exposure, enemies),
          new StoppingRules(minLength, maxLength, standardError, passMarks));
    }
  }
}
