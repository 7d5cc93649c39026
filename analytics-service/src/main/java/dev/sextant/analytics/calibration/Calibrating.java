package dev.sextant.analytics.calibration;

import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSet.Parameters;
import dev.sextant.analytics.calibration.AnswerSource.Given;
import dev.sextant.analytics.items.ItemState;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import dev.sextant.psychometrics.calibration.ItemModel;
import dev.sextant.psychometrics.calibration.ItemPrior;
import dev.sextant.psychometrics.calibration.JointCalibration;
import dev.sextant.psychometrics.calibration.JointLikelihood;
import dev.sextant.psychometrics.calibration.Linking;
import dev.sextant.psychometrics.calibration.MarginalLikelihood;
import dev.sextant.psychometrics.calibration.ResponseMatrix;
import dev.sextant.psychometrics.calibration.ScoreTests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Estimates the items of a course from all its answers, all domains together, and puts each domain
/// on the scale of the calibration before.
///
/// Together, because what an exam asks in one domain depends on answers in the others (docs/adr 8).
/// The answers are streamed into five bytes each, once for all domains and once by domain, and some
/// forty bytes a session and domain: ten million answers in 500,000 sessions of five domains take
/// about 200 MB, and 150 MB more for the moment in which the last array grows.
public final class Calibrating {
  /// Bytes of one answer, of one session, and of one session in each domain while they are held.
  private static final int BYTES_AN_ANSWER = 2 * 5;

  private static final int BYTES_A_SESSION = 16;
  private static final int BYTES_A_SESSION_AND_DOMAIN = 32;

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
  /// @param rounds that items and population took turns
  public record Outcome(
      ParameterSet set,
      long sessions,
      long answers,
      long bytes,
      int rounds,
      List<DomainOutcome> domains,
      List<Correlation> correlations,
      List<Misfit> misfits) {
    public Outcome {
      domains = List.copyOf(domains);
      correlations = List.copyOf(correlations);
      misfits = List.copyOf(misfits);
    }
  }

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

  /// How much abilities in two domains go together among those who answered.
  public record Correlation(String domainId, String other, double correlation) {}

  /// An item whose answers do not follow its curve, by a score test that holds under adaptive
  /// delivery.
  ///
  /// @param probability of as large a departure by chance
  public record Misfit(String questionId, double statistic, double probability) {}

  /// @param items the newest version of each question, as answers describe it
  /// @param before the calibration before
  /// @param now the set's time, also from when it is in effect until that is said
  /// @param progress told how many fits of how many are done
  /// @throws IllegalArgumentException when there are no answers
  public static Outcome of(
      String courseId,
      List<ItemState> items,
      AnswerSource source,
      Optional<ParameterSet> before,
      Instant now,
      BiConsumer<Integer, Integer> progress) {
    List<ItemState> answered =
        items.stream()
            .filter(item -> item.answered() > 0)
            .sorted(Comparator.comparing(ItemState::domainId))
            .toList();
    if (answered.isEmpty()) {
      throw withoutAnswers();
    }
    var answers = new Answers(answered);
    progress.accept(0, 1 + ROUNDS);
    source.sessions(courseId, answers::add);
    if (answers.sessions == 0) {
      throw withoutAnswers();
    }
    Map<String, Parameters> known = before.map(ParameterSet::byQuestion).orElse(Map.of());
    var course = new Course(answers.asked(), known);
    int fits = course.fit(progress);
    List<Parameters> calibrated = course.parameters();
    // What was calibrated once stays so while nobody answers it.
    Set<String> fresh = calibrated.stream().map(Parameters::questionId).collect(Collectors.toSet());
    List<Parameters> all = new ArrayList<>(calibrated);
    known.values().stream().filter(old -> !fresh.contains(old.questionId())).forEach(all::add);
    progress.accept(fits, fits);
    var set =
        new ParameterSet(
            courseId,
            before.map(ParameterSet::number).orElse(0L) + 1,
            now,
            now,
            all,
            // The fit's population is standard normal; the line takes it to the lasting scale.
            course.domains.stream()
                .map(d -> new ParameterSet.Population(d.id, d.line.shift(), d.line.slope()))
                .toList());
    return new Outcome(
        set,
        answers.sessions,
        answers.answers,
        answers.answers * BYTES_AN_ANSWER
            + answers.sessions
                * (BYTES_A_SESSION + (long) BYTES_A_SESSION_AND_DOMAIN * course.domains.size()),
        course.calibration.rounds(),
        course.outcomes(),
        course.correlations(),
        course.misfits());
  }

  private static IllegalArgumentException withoutAnswers() {
    return new IllegalArgumentException("The course has no answers in sessions that are over.");
  }

  /// The answers to these items, streamed in.
  private static final class Answers {
    private final List<ItemState> items;
    private final Map<String, Integer> places = new HashMap<>();
    private final ResponseMatrix.Builder rows;
    private final long[] counts;
    private final byte[] own;
    private long sessions;
    private long answers;

    Answers(List<ItemState> items) {
      this.items = items;
      for (int i = 0; i < items.size(); i++) {
        places.put(items.get(i).questionId() + "@" + items.get(i).questionVersion(), i);
      }
      this.rows = ResponseMatrix.builder(items.size());
      this.counts = new long[items.size()];
      this.own = new byte[items.size()];
      Arrays.fill(own, (byte) -1);
    }

    void add(List<Given> session) {
      var asked = new TreeSet<Integer>();
      for (Given given : session) {
        Integer place = places.get(given.questionId() + "@" + given.questionVersion());
        if (place != null) {
          own[place] = (byte) (given.correct() ? 1 : 0);
          asked.add(place);
        }
      }
      if (!asked.isEmpty()) {
        for (int place : asked) {
          rows.addAnswer(place, own[place] == 1);
          counts[place]++;
          answers++;
        }
        rows.endPerson(1);
        sessions++;
      }
    }

    Asked asked() {
      return new Asked(items, rows.build(), counts);
    }
  }

  /// @param counts answers of each item
  @SuppressWarnings("ArrayRecordComponent") // Handed on once, and compared by nobody.
  private record Asked(List<ItemState> items, ResponseMatrix data, long[] counts) {}

  /// The items of one domain that are among those calibrated before.
  private static final class Domain {
    private final String id;
    private final int first;
    private final int size;
    private final List<Integer> common = new ArrayList<>();
    private final List<Item> oldScale = new ArrayList<>();
    private Linking line = new Linking(1, 0);

    Domain(String id, int first, int size) {
      this.id = id;
      this.first = first;
      this.size = size;
    }

    boolean isLinked() {
      return common.size() >= LEAST_COMMON;
    }

    void link(JointCalibration fit) {
      if (isLinked()) {
        line =
            Linking.characteristicCurve(
                oldScale, common.stream().map(i -> fit.items().get(i).item()).toList());
      }
    }
  }

  /// All domains of a course in one fit.
  private static final class Course {
    /// Bands of ability in which a curve is looked at.
    private static final int BANDS = 3;

    /// A thousand items looked at give one by chance.
    private static final double RARE = 0.001;

    private final Asked asked;
    private final List<Domain> domains = new ArrayList<>();
    private final int[] domainOf;
    private JointCalibration calibration;

    @SuppressWarnings("NullAway.Init") // `fit` comes first.
    Course(Asked asked, Map<String, Parameters> known) {
      this.asked = asked;
      List<ItemState> items = asked.items();
      this.domainOf = new int[items.size()];
      for (int i = 0; i < items.size(); i++) {
        String id = items.get(i).domainId();
        if (domains.isEmpty() || !domains.getLast().id.equals(id)) {
          int begin = i;
          domains.add(
              new Domain(
                  id,
                  i,
                  (int) items.stream().skip(begin).filter(d -> d.domainId().equals(id)).count()));
        }
        domainOf[i] = domains.size() - 1;
        Parameters old = known.get(items.get(i).questionId());
        if (old != null && old.answers() >= LEAST_ANSWERS && asked.counts()[i] >= LEAST_ANSWERS) {
          domains.getLast().common.add(i);
          domains
              .getLast()
              .oldScale
              .add(Item.threeParameter(old.questionId(), domainOf[i], old.a(), old.b(), old.c()));
        }
      }
    }

    /// What authors say stands on the lasting scale: it is taken to that of these learners, which
    /// is known better after each round.
    int fit(BiConsumer<Integer, Integer> progress) {
      boolean linked = domains.stream().anyMatch(Domain::isLinked);
      int fits = linked ? 1 + ROUNDS : 1;
      for (int n = 1; n <= fits; n++) {
        calibration =
            JointLikelihood.fit(
                asked.data(),
                asked.items().stream().map(ItemState::questionId).toList(),
                domainOf,
                new int[asked.data().persons()],
                ItemModel.THREE_PARAMETER,
                priors(),
                MarginalLikelihood.Settings.standard().withTolerance(TOLERANCE));
        domains.forEach(domain -> domain.link(calibration));
        progress.accept(n, fits);
      }
      return fits;
    }

    private List<ItemPrior> priors() {
      List<ItemPrior> priors = new ArrayList<>();
      for (int i = 0; i < domainOf.length; i++) {
        Linking line = domains.get(domainOf[i]).line;
        var back = new Linking(1 / line.slope(), -line.shift() / line.slope());
        CalibratedItem written = asked.items().get(i).asWritten();
        Item item = back.apply(written.item());
        priors.add(
            ItemPrior.of(
                new CalibratedItem(
                    item,
                    written.standardErrorOfLogA(),
                    back.slope() * written.standardErrorOfB(),
                    written.standardErrorOfLogitC())));
      }
      return priors;
    }

    List<Parameters> parameters() {
      List<Parameters> all = new ArrayList<>();
      for (int i = 0; i < domainOf.length; i++) {
        if (asked.counts()[i] > 0) {
          Linking line = domains.get(domainOf[i]).line;
          CalibratedItem own = calibration.items().get(i);
          Item item = line.apply(own.item());
          all.add(
              new Parameters(
                  item.id(),
                  asked.items().get(i).questionVersion(),
                  asked.items().get(i).domainId(),
                  item.a(),
                  item.b(),
                  item.c(),
                  own.standardErrorOfLogA(),
                  line.slope() * own.standardErrorOfB(),
                  own.standardErrorOfLogitC(),
                  asked.counts()[i]));
        }
      }
      return all;
    }

    List<DomainOutcome> outcomes() {
      return domains.stream()
          .map(
              d ->
                  new DomainOutcome(
                      d.id,
                      d.size,
                      Arrays.stream(asked.counts(), d.first, d.first + d.size).sum(),
                      calibration.converged(),
                      d.line.slope(),
                      d.line.shift(),
                      d.isLinked() ? d.common.size() : 0))
          .toList();
    }

    List<Correlation> correlations() {
      List<Correlation> all = new ArrayList<>();
      for (int i = 0; i < domains.size(); i++) {
        for (int j = i + 1; j < domains.size(); j++) {
          all.add(
              new Correlation(
                  domains.get(i).id,
                  domains.get(j).id,
                  calibration.populations().getFirst().correlation(i, j)));
        }
      }
      return all;
    }

    List<Misfit> misfits() {
      var tests =
          new ScoreTests(
              asked.data(),
              calibration.items().stream().map(CalibratedItem::item).toList(),
              List.of(calibration.populations().getFirst().ability()),
              new int[asked.data().persons()],
              true);
      List<Misfit> misfits = new ArrayList<>();
      List<ScoreTests.Outcome> shapes = tests.shape(BANDS);
      for (int i = 0; i < shapes.size(); i++) {
        ScoreTests.Outcome shape = shapes.get(i);
        if (asked.counts()[i] >= 2 * LEAST_ANSWERS && shape.significant(RARE)) {
          misfits.add(
              new Misfit(
                  asked.items().get(i).questionId(), shape.statistic(), shape.probability()));
        }
      }
      return misfits;
    }
  }
}
