package dev.sextant.analytics.classes;

import dev.sextant.analytics.mastery.Effort;
import dev.sextant.analytics.results.Judgement.DomainStanding;
import dev.sextant.analytics.results.Level;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Trend;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a class knows: the heat map, the distribution per domain, and who needs help first.
///
/// @param population whom the figures count
public record ClassMastery(
    String classId,
    String courseId,
    Population population,
    List<DomainDistribution> domains,
    List<Row> learners,
    List<AtRisk> atRisk,
    List<Growth> growth,
    List<Week> weeks) {

  private static final double RISK = 0.25;
  private static final int RISK_ANSWERS = 3;

  /// A fall between two exams counts when it is larger than this many of their standard deviations.
  private static final double FALL = 1;

  /// Who has been silent for this long is asked after.
  private static final Duration SILENCE = Duration.ofDays(14);

  /// How much a domain grew from each learner's first exam to the last.
  ///
  /// @param learners who sat two or more
  /// @param mean of their differences, in logits
  /// @param standardError of that mean; null for fewer than two learners
  public record Growth(
      String domainId, String title, int learners, double mean, @Nullable Double standardError) {}

  /// Where the class stood when a week ended: of each learner what the last exam by then had shown.
  ///
  /// @param monday the week's first day, in UTC
  /// @param learners who had finished an exam by then
  public record Week(LocalDate monday, int learners, List<WeekOfDomain> domains) {}

  /// @param mean of the learners' means, in logits
  public record WeekOfDomain(String domainId, double mean) {}

  /// Whom the figures count.
  ///
  /// @param excluded members that are not counted: `members` less `measured`
  /// @param why how many of them for which reason, in words
  /// @param withoutAnswer how many of them have given no answer yet; the others gave too few
  /// @param leastAnswers that whoever is counted has given
  public record Population(
      int members,
      int measured,
      int excluded,
      Map<String, Integer> why,
      int withoutAnswer,
      int leastAnswers) {}

  /// How one domain is spread over the measured learners.
  ///
  /// @param mean of their means, in logits
  /// @param cut the ability that counts as mastered, in logits
  /// @param bins their means, half a logit a bin, lowest first
  public record DomainDistribution(
      String domainId,
      String title,
      double mean,
      double cut,
      Map<Level, Integer> levels,
      List<Bin> bins) {}

  /// How many learners have their mean between two abilities; the outermost bins hold what lies
  /// beyond them too.
  public record Bin(double from, double to, int learners) {}

  /// One learner's line of the heat map.
  public record Row(String learnerId, Instant at, List<Cell> domains) {}

  /// One tile of the heat map; the standard deviation says how sure it is.
  public record Cell(
      String domainId,
      double mean,
      double standardDeviation,
      double mastery,
      Level level,
      int answered) {}

  /// Somebody who needs help, and why.
  ///
  /// @param reasons the causes in words
  public record AtRisk(String learnerId, List<String> reasons, List<Cause> causes) {
    static AtRisk of(String learnerId, List<Cause> causes) {
      return new AtRisk(learnerId, causes.stream().map(Cause::words).toList(), causes);
    }
  }

  /// Why somebody needs help.
  ///
  /// @param domain its title; null for what concerns no single one
  /// @param figure of `LOW_MASTERY` the probability of mastery, of `FALL` the logits, of
  ///   `LEFT_EARLY` the answers that the exam takes at least, of `GUESSING` the right ones that
  ///   guessing gives, of `SILENCE` the days
  /// @param answered questions it rests on; 0 for `FALL` and `SILENCE`
  /// @param right of these, for `GUESSING`; otherwise 0
  public record Cause(Kind kind, @Nullable String domain, double figure, int answered, int right) {
    /// What is wrong.
    public enum Kind {
      LOW_MASTERY,
      FALL,
      LEFT_EARLY,
      GUESSING,
      SILENCE
    }

    String words() {
      return switch (kind) {
        case LOW_MASTERY ->
            "%s: %d %% likely above the cut after %d answers"
                .formatted(domain, Math.round(100 * figure), answered);
        case FALL ->
            String.format(
                Locale.ROOT, "%s: fell by %.1f logits between the last two exams", domain, figure);
        case LEFT_EARLY ->
            "Left the last exam after %d answers of at least %d"
                .formatted(answered, Math.round(figure));
        case GUESSING ->
            "Right no more often than by guessing in the last exam: %d of %d, where guessing gives %d"
                .formatted(right, answered, Math.round(figure));
        case SILENCE -> "No answer for %d days".formatted(Math.round(figure));
      };
    }
  }

  /// Puts the class's mastery together.
  ///
  /// @param members account ids of the learners of the class
  /// @param leastAnswers a learner with fewer counted answers is not counted
  public static ClassMastery of(
      String classId,
      String courseId,
      Set<String> members,
      Collection<MasteryReading> readings,
      int leastAnswers,
      Instant now) {
    Map<String, MasteryReading> byLearner = new HashMap<>();
    readings.forEach(reading -> byLearner.put(reading.learnerId(), reading));
    List<Row> rows = new ArrayList<>();
    List<AtRisk> risks = new ArrayList<>();
    Map<String, Tally> tallies = new LinkedHashMap<>();
    int without = 0;
    int few = 0;
    for (String member : members.stream().sorted().toList()) {
      MasteryReading reading = byLearner.get(member);
      if (reading == null) {
        without++;
        continue;
      }
      rows.add(row(reading));
      int answered = reading.now().answered();
      if (answered < leastAnswers) {
        few++;
        effort(reading.trend()).ifPresent(cause -> risks.add(AtRisk.of(member, List.of(cause))));
        continue;
      }
      List<Cause> causes = new ArrayList<>();
      Duration silent = Duration.between(reading.now().at(), now);
      for (int d = 0; d < reading.now().domains().size(); d++) {
        DomainStanding domain = reading.now().domains().get(d);
        tallies.computeIfAbsent(domain.domainId(), id -> new Tally(domain)).add(domain);
        if (domain.mastery() < RISK && domain.answered() >= RISK_ANSWERS) {
          causes.add(
              new Cause(
                  Cause.Kind.LOW_MASTERY, domain.title(), domain.mastery(), domain.answered(), 0));
        }
        fall(reading.trend(), d)
            .ifPresent(fall -> causes.add(new Cause(Cause.Kind.FALL, domain.title(), fall, 0, 0)));
      }
      effort(reading.trend()).ifPresent(causes::add);
      if (silent.compareTo(SILENCE) >= 0) {
        causes.add(new Cause(Cause.Kind.SILENCE, null, silent.toDays(), 0, 0));
      }
      if (!causes.isEmpty()) {
        risks.add(AtRisk.of(member, causes));
      }
    }
    risks.sort(Comparator.comparingInt((AtRisk risk) -> -risk.reasons().size()));
    Map<String, Integer> why = new TreeMap<>();
    if (without > 0) {
      why.put("no answer yet", without);
    }
    if (few > 0) {
      why.put("under " + leastAnswers + " answers", few);
    }
    return new ClassMastery(
        classId,
        courseId,
        new Population(
            members.size(),
            members.size() - without - few,
            without + few,
            why,
            without,
            leastAnswers),
        tallies.entrySet().stream().map(e -> e.getValue().distribution(e.getKey())).toList(),
        rows,
        risks,
        growth(byLearner.values(), members),
        weeks(
            byLearner.values().stream()
                .filter(
                    reading ->
                        members.contains(reading.learnerId())
                            && reading.now().answered() >= leastAnswers)
                .toList()));
  }

  /// Whether the last exam was sat in earnest.
  private static Optional<Cause> effort(List<Trend> trend) {
    Effort effort = trend.isEmpty() ? null : trend.getLast().effort();
    if (effort == null) {
      return Optional.empty();
    }
    if (effort.leftEarly()) {
      return Optional.of(
          new Cause(Cause.Kind.LEFT_EARLY, null, effort.least(), effort.answered(), 0));
    }
    return effort.looksLikeGuessing()
        ? Optional.of(
            new Cause(
                Cause.Kind.GUESSING, null, effort.byGuessing(), effort.answered(), effort.right()))
        : Optional.empty();
  }

  private static List<Growth> growth(Collection<MasteryReading> readings, Set<String> members) {
    Map<String, String> titles = new LinkedHashMap<>();
    Map<String, List<Double>> differences = new HashMap<>();
    for (MasteryReading reading : readings) {
      List<Trend> trend = reading.trend();
      if (trend.size() < 2
          || !members.contains(reading.learnerId())
          || trend.getFirst().mean().size() != trend.getLast().mean().size()
          || trend.getLast().mean().size() != reading.now().domains().size()) {
        continue;
      }
      for (int d = 0; d < reading.now().domains().size(); d++) {
        DomainStanding domain = reading.now().domains().get(d);
        titles.put(domain.domainId(), domain.title());
        differences
            .computeIfAbsent(domain.domainId(), id -> new ArrayList<>())
            .add(trend.getLast().mean().get(d) - trend.getFirst().mean().get(d));
      }
    }
    return titles.entrySet().stream()
        .map(
            domain -> {
              List<Double> own = differences.getOrDefault(domain.getKey(), List.of());
              Spread spread = Spread.of(own);
              return new Growth(
                  domain.getKey(),
                  domain.getValue(),
                  own.size(),
                  spread.mean(),
                  spread.standardError());
            })
        .toList();
  }

  /// One entry a week in which somebody of these finished an exam; one pass over each learner's
  /// trend, since dashboards of thousands ask for it again and again.
  private static List<Week> weeks(List<MasteryReading> measured) {
    Map<LocalDate, WeekTally> weeks = new TreeMap<>();
    for (MasteryReading reading : measured) {
      reading
          .trend()
          .forEach(point -> weeks.computeIfAbsent(mondayOf(point.at()), monday -> new WeekTally()));
    }
    for (MasteryReading reading : measured) {
      List<DomainStanding> domains = reading.now().domains();
      Iterator<Trend> points = reading.trend().iterator();
      Trend next = points.hasNext() ? points.next() : null;
      Trend last = null;
      for (Map.Entry<LocalDate, WeekTally> week : weeks.entrySet()) {
        while (next != null && !mondayOf(next.at()).isAfter(week.getKey())) {
          last = next;
          next = points.hasNext() ? points.next() : null;
        }
        if (last != null && last.mean().size() == domains.size()) {
          week.getValue().add(domains, last);
        }
      }
    }
    return weeks.entrySet().stream().map(week -> week.getValue().week(week.getKey())).toList();
  }

  private static LocalDate mondayOf(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC)
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /// By how much a domain fell between the last two exams, if by more than they may differ by
  /// chance.
  private static Optional<Double> fall(List<Trend> trend, int domain) {
    if (trend.size() < 2) {
      return Optional.empty();
    }
    Trend last = trend.getLast();
    Trend before = trend.get(trend.size() - 2);
    if (last.mean().size() <= domain || before.mean().size() != last.mean().size()) {
      return Optional.empty();
    }
    double fall = before.mean().get(domain) - last.mean().get(domain);
    double deviation =
        Math.hypot(before.standardDeviation().get(domain), last.standardDeviation().get(domain));
    return fall > FALL * deviation ? Optional.of(fall) : Optional.empty();
  }

  /// One learner's line.
  public static Row row(MasteryReading reading) {
    return new Row(
        reading.learnerId(),
        reading.now().at(),
        reading.now().domains().stream()
            .map(
                d ->
                    new Cell(
                        d.domainId(),
                        d.mean(),
                        d.standardDeviation(),
                        d.mastery(),
                        d.level(),
                        d.answered()))
            .toList());
  }

  private static final class WeekTally {
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private int learners;

    void add(List<DomainStanding> domains, Trend point) {
      learners++;
      for (int d = 0; d < domains.size(); d++) {
        sums.merge(domains.get(d).domainId(), point.mean().get(d), Double::sum);
      }
    }

    Week week(LocalDate monday) {
      return new Week(
          monday,
          learners,
          sums.entrySet().stream()
              .map(sum -> new WeekOfDomain(sum.getKey(), sum.getValue() / learners))
              .toList());
    }
  }

  private static final class Tally {
    /// Abilities beyond this are drawn at the edge by the pages too.
    private static final double EDGE = 4;

    private static final double WIDTH = 0.5;

    private final String title;
    private final double cut;
    private final int[] bins = new int[(int) (2 * EDGE / WIDTH)];
    private final Map<Level, Integer> levels = new EnumMap<>(Level.class);
    private double sum;
    private int n;

    Tally(DomainStanding domain) {
      this.title = domain.title();
      this.cut = domain.cut();
      for (Level level : Level.values()) {
        levels.put(level, 0);
      }
    }

    void add(DomainStanding domain) {
      levels.merge(domain.level(), 1, Integer::sum);
      bins[Math.clamp((int) Math.floor((domain.mean() + EDGE) / WIDTH), 0, bins.length - 1)]++;
      sum += domain.mean();
      n++;
    }

    DomainDistribution distribution(String id) {
      List<Bin> all = new ArrayList<>();
      for (int bin = 0; bin < bins.length; bin++) {
        double from = bin * WIDTH - EDGE;
        all.add(new Bin(from, from + WIDTH, bins[bin]));
      }
      return new DomainDistribution(id, title, sum / n, cut, levels, all);
    }
  }
}
