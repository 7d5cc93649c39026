package dev.sextant.analytics.calibration;

import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSet.Parameters;
import dev.sextant.analytics.calibration.AnswerSource.Given;
import dev.sextant.analytics.items.ItemState;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import dev.sextant.psychometrics.calibration.Calibration;
import dev.sextant.psychometrics.calibration.ItemModel;
import dev.sextant.psychometrics.calibration.ItemPrior;
import dev.sextant.psychometrics.calibration.Linking;
import dev.sextant.psychometrics.calibration.MarginalLikelihood;
import dev.sextant.psychometrics.calibration.ResponseMatrix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Estimates the items of a course from all its answers, domain by domain, and puts them on the
/// scale of the calibration before.
///
/// The answers are streamed into five bytes each and some twenty bytes a session: ten million
/// answers take about 50 MB, and up to 150 MB for the moment in which the last array grows.
public final class Calibrating {
  /// Bytes of one answer and of one session in each domain while they are held.
  private static final int BYTES_AN_ANSWER = 5;

  private static final int BYTES_A_SESSION = 12;

  /// Fewer common items do not carry a scale.
  private static final int LEAST_COMMON = 5;

  /// Items with fewer answers are too vague to link by.
  private static final int LEAST_ANSWERS = 100;

  /// After two the line moves by less than its own error.
  private static final int ROUNDS = 2;

  private static final double TOLERANCE = 1e-3;

  private Calibrating() {}

  /// What came of it.
  ///
  /// @param bytes held for the answers
  public record Outcome(
      ParameterSet set, long sessions, long answers, long bytes, List<DomainOutcome> domains) {}

  /// How one domain went.
  ///
  /// @param slope and `shift` of the line onto the scale of the calibration before; 1 and 0 when
  ///   there is none
  /// @param common items that the line was found from; 0 when there is none
  public record DomainOutcome(
      String domainId,
      int items,
      long answers,
      boolean converged,
      double slope,
      double shift,
      int common) {}

  /// @param items the newest version of each question, as answers describe it
  /// @param before the calibration before
  /// @param now the set's time, also from when it is in effect until that is said
  /// @param progress told how many domains of how many are done
  /// @throws IllegalArgumentException when there are no answers
  public static Outcome of(
      String courseId,
      List<ItemState> items,
      AnswerSource source,
      Optional<ParameterSet> before,
      Instant now,
      BiConsumer<Integer, Integer> progress) {
    Map<String, List<ItemState>> byDomain =
        items.stream()
            .filter(item -> item.answered() > 0)
            .collect(Collectors.groupingBy(ItemState::domainId, TreeMap::new, Collectors.toList()));
    if (byDomain.isEmpty()) {
      throw new IllegalArgumentException("The course has no answers in sessions that are over.");
    }
    List<Domain> domains = byDomain.entrySet().stream().map(Domain::new).toList();
    progress.accept(0, domains.size());
    long[] sessions = {0};
    source.sessions(
        courseId,
        answers -> {
          sessions[0]++;
          domains.forEach(domain -> domain.add(answers));
        });
    Map<String, Parameters> known = before.map(ParameterSet::byQuestion).orElse(Map.of());
    List<Parameters> calibrated = new ArrayList<>();
    List<DomainOutcome> outcomes = new ArrayList<>();
    long answers = 0;
    long bytes = 0;
    for (Domain domain : domains) {
      outcomes.add(domain.calibrate(known, calibrated));
      answers += domain.answers;
      bytes += domain.answers * BYTES_AN_ANSWER + domain.sessions * BYTES_A_SESSION;
      progress.accept(outcomes.size(), domains.size());
    }
    // What was calibrated once stays so while nobody answers it.
    known.values().stream()
        .filter(old -> calibrated.stream().noneMatch(c -> c.questionId().equals(old.questionId())))
        .forEach(calibrated::add);
    var set =
        new ParameterSet(
            courseId,
            before.map(ParameterSet::number).orElse(0L) + 1,
            now,
            now,
            calibrated,
            // The model's population is standard normal; the line takes it to the lasting scale.
            outcomes.stream()
                .filter(domain -> domain.answers() > 0)
                .map(d -> new ParameterSet.Population(d.domainId(), d.shift(), d.slope()))
                .toList());
    return new Outcome(set, sessions[0], answers, bytes, outcomes);
  }

  private static final class Domain {
    private final String id;
    private final List<ItemState> items;
    private final Map<String, Integer> places = new HashMap<>();
    private final ResponseMatrix.Builder rows;
    private final long[] counts;
    private final byte[] own;
    private long sessions;
    private long answers;

    Domain(Map.Entry<String, List<ItemState>> domain) {
      this.id = domain.getKey();
      this.items = domain.getValue();
      for (int i = 0; i < items.size(); i++) {
        places.put(items.get(i).questionId() + "@" + items.get(i).questionVersion(), i);
      }
      this.rows = ResponseMatrix.builder(items.size());
      this.counts = new long[items.size()];
      this.own = new byte[items.size()];
    }

    void add(List<Given> session) {
      Arrays.fill(own, (byte) -1);
      boolean any = false;
      for (Given given : session) {
        Integer place = places.get(given.questionId() + "@" + given.questionVersion());
        if (place != null) {
          own[place] = (byte) (given.correct() ? 1 : 0);
          any = true;
        }
      }
      if (any) {
        for (int i = 0; i < own.length; i++) {
          if (own[i] >= 0) {
            rows.addAnswer(i, own[i] == 1);
            counts[i]++;
            answers++;
          }
        }
        rows.endPerson(1);
        sessions++;
      }
    }

    DomainOutcome calibrate(Map<String, Parameters> known, List<Parameters> into) {
      if (sessions == 0) {
        return new DomainOutcome(id, 0, 0, true, 1, 0, 0);
      }
      ResponseMatrix data = rows.build();
      List<Integer> common = new ArrayList<>();
      List<Item> oldScale = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        Parameters old = known.get(items.get(i).questionId());
        if (old != null && old.answers() >= LEAST_ANSWERS && counts[i] >= LEAST_ANSWERS) {
          common.add(i);
          oldScale.add(Item.threeParameter(old.questionId(), 0, old.a(), old.b(), old.c()));
        }
      }
      boolean linked = common.size() >= LEAST_COMMON;
      Linking line = new Linking(1, 0);
      Calibration fit = fit(data, line);
      // What authors say stands on the lasting scale: it is taken to that of these learners, which
      // is known better after each round.
      for (int round = 0; linked && round < ROUNDS; round++) {
        line = line(oldScale, common, fit);
        fit = fit(data, line);
      }
      if (linked) {
        line = line(oldScale, common, fit);
      }
      for (int i = 0; i < items.size(); i++) {
        if (counts[i] > 0) {
          CalibratedItem own = fit.items().get(i);
          Item item = line.apply(own.item());
          into.add(
              new Parameters(
                  item.id(),
                  items.get(i).questionVersion(),
                  id,
                  item.a(),
                  item.b(),
                  item.c(),
                  own.standardErrorOfLogA(),
                  line.slope() * own.standardErrorOfB(),
                  own.standardErrorOfLogitC(),
                  counts[i]));
        }
      }
      return new DomainOutcome(
          id,
          items.size(),
          answers,
          fit.converged(),
          line.slope(),
          line.shift(),
          linked ? common.size() : 0);
    }

    private static Linking line(List<Item> oldScale, List<Integer> common, Calibration fit) {
      return Linking.characteristicCurve(
          oldScale, common.stream().map(i -> fit.items().get(i).item()).toList());
    }

    private Calibration fit(ResponseMatrix data, Linking line) {
      Linking back = new Linking(1 / line.slope(), -line.shift() / line.slope());
      return MarginalLikelihood.fit(
          data,
          items.stream().map(ItemState::questionId).toList(),
          0,
          ItemModel.THREE_PARAMETER,
          items.stream().map(item -> prior(item.asWritten(), back)).toList(),
          MarginalLikelihood.Settings.standard().withTolerance(TOLERANCE));
    }

    private static ItemPrior prior(CalibratedItem written, Linking back) {
      return ItemPrior.of(
          new CalibratedItem(
              back.apply(written.item()),
              written.standardErrorOfLogA(),
              back.slope() * written.standardErrorOfB(),
              written.standardErrorOfLogitC()));
    }
  }
}
