package dev.sextant.analytics.results;

import dev.sextant.analytics.results.Judgement.DomainStanding;
import dev.sextant.analytics.results.Readings.Mastery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What a learner should practise in one domain, and why in words.
///
/// @param mastery probability that ability lies above the cut
/// @param use how much practice there is expected to tell or to gain, 0 to 1; the list is in its
///   order
public record Recommendation(
    String domainId, String title, Kind kind, double mastery, double use, String reason) {

  private static final int FEW_ANSWERS = 5;
  private static final Duration LONG_AGO = Duration.ofDays(21);
  private static final double WEAK = 0.25;
  private static final double STRONG = 0.8;

  /// What kind of practice helps.
  public enum Kind {
    /// Too little is known.
    TRY,
    /// Well below the cut: read first.
    LEARN,
    /// Near the cut: practice decides.
    PRACTISE,
    /// Above the cut, but long ago.
    REFRESH,
    /// Above the cut.
    KEEP
  }

  /// One for each domain, most useful first.
  public static List<Recommendation> of(Mastery mastery, Instant now) {
    boolean longAgo = Duration.between(mastery.at(), now).compareTo(LONG_AGO) >= 0;
    return mastery.domains().stream()
        .map(domain -> of(domain, longAgo))
        .sorted(Comparator.comparingDouble(one -> -one.use()))
        .toList();
  }

  private static Recommendation of(DomainStanding domain, boolean longAgo) {
    double m = domain.mastery();
    Kind kind =
        domain.answered() < FEW_ANSWERS
            ? Kind.TRY
            : m < WEAK
                ? Kind.LEARN
                : m < STRONG ? Kind.PRACTISE : longAgo ? Kind.REFRESH : Kind.KEEP;
    double use =
        switch (kind) {
          case TRY -> 0.9;
          case LEARN -> 0.8 - m;
          // The nearer to the toss of a coin, the more practice decides.
          case PRACTISE -> 1 - Math.abs(2 * m - 1) / 2;
          case REFRESH -> 0.4;
          case KEEP -> 0.2 * (1 - m);
        };
    long percent = Math.round(100 * m);
    String reason =
        switch (kind) {
          case TRY ->
              String.format(
                  Locale.ROOT,
                  "%d answers so far: a few more show where you stand.",
                  domain.answered());
          case LEARN ->
              String.format(
                  Locale.ROOT,
                  "%d %% likely above the cut after %d answers: read the explanations first.",
                  percent,
                  domain.answered());
          case PRACTISE ->
              String.format(
                  Locale.ROOT,
                  "%d %% likely above the cut: it is close, and practice decides.",
                  percent);
          case REFRESH ->
              String.format(
                  Locale.ROOT, "Mastered at %d %%, but not shown for three weeks.", percent);
          case KEEP -> String.format(Locale.ROOT, "Mastered at %d %%.", percent);
        };
    return new Recommendation(domain.domainId(), domain.title(), kind, m, use, reason);
  }
}
