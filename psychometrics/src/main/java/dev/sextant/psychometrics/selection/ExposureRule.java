package dev.sextant.psychometrics.selection;

import java.util.Map;

/// How an exam keeps its best items from being shown to everyone. Build one and hand it over;
/// further rules may be added, so do not branch on it.
///
/// Rules that learn from earlier candidates are snapshots here: [ExposurePrices] and
/// [EligibilityControl] keep the counts and give new snapshots.
///
/// Randomesque (Kingsbury & Zara 1989), Sympson & Hetter (1985), eligibility (van der Linden &
/// Veldkamp 2004) and prices ([ExposurePrices]); rates are shares of exams between 0 and 1.
public sealed interface ExposureRule {
  /// No control: the best item is always taken.
  static ExposureRule none() {
    return new None();
  }

  /// One of the `among` best items, each equally likely (Kingsbury & Zara 1989).
  static ExposureRule randomesque(int among) {
    return new Randomesque(among);
  }

  /// Chance counts at first and information at the end: (1 - s) R + s I with s rising from 0 to 1
  /// and R uniform up to the greatest I (Revuelta & Ponsoda 1998; Barrada et al. 2008).
  static ExposureRule progressive() {
    return new Progressive();
  }

  /// The best item is taken with its probability, else set aside for this exam and the next best
  /// tried (Sympson & Hetter 1985). Items without a probability are always taken.
  static ExposureRule sympsonHetter(Map<String, Double> admissionById) {
    return new SympsonHetter(admissionById);
  }

  /// Each item costs its price, in units of information, so that an item in demand goes to those
  /// whom it tells most. Items without a price cost nothing; see [ExposurePrices].
  static ExposureRule priced(Map<String, Double> priceById) {
    return new Priced(priceById);
  }

  /// In words, for the trace.
  String describe();

  /// See [ExposureRule#none()].
  record None() implements ExposureRule {
    @Override
    public String describe() {
      return "none";
    }
  }

  /// See [ExposureRule#randomesque(int)].
  record Randomesque(int among) implements ExposureRule {
    public Randomesque {
      if (among < 1) {
        throw new IllegalArgumentException("among must be 1 or more, was " + among);
      }
    }

    @Override
    public String describe() {
      return "one of the best " + among;
    }
  }

  /// See [ExposureRule#progressive()].
  record Progressive() implements ExposureRule {
    @Override
    public String describe() {
      return "progressive: chance first, information last";
    }
  }

  /// See [ExposureRule#sympsonHetter(Map)].
  record SympsonHetter(Map<String, Double> admissionById) implements ExposureRule {
    public SympsonHetter {
      admissionById = Map.copyOf(admissionById);
      for (double admission : admissionById.values()) {
        if (!(admission >= 0 && admission <= 1)) {
          throw new IllegalArgumentException("admission must be from 0 to 1, had " + admission);
        }
      }
    }

    @Override
    public String describe() {
      return "Sympson–Hetter admission";
    }
  }

  /// See [ExposureRule#priced(Map)].
  record Priced(Map<String, Double> priceById) implements ExposureRule {
    public Priced {
      priceById = Map.copyOf(priceById);
      for (double price : priceById.values()) {
        if (!Double.isFinite(price)) {
          throw new IllegalArgumentException("prices must be finite, had " + price);
        }
      }
    }

    @Override
    public String describe() {
      return "priced by demand";
    }
  }
}
