package dev.sextant.psychometrics.selection;

/// How an exam keeps its best items from being shown to everyone. Build one and hand it over;
/// further rules may be added, so do not branch on it.
public sealed interface ExposureRule {
  /// No control: the best item is always taken.
  static ExposureRule none() {
    return new None();
  }

  /// One of the `among` best items, each equally likely (Kingsbury & Zara 1989).
  static ExposureRule randomesque(int among) {
    return new Randomesque(among);
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
}
