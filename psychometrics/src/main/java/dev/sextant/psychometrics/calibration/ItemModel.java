package dev.sextant.psychometrics.calibration;

/// Which item parameters are estimated.
///
/// Each is the curve of [Item] with some of a, c and d held fixed.
public enum ItemModel {
  /// One discrimination for all items, no guessing. With a Rasch scale (all a = 1) the population's
  /// standard deviation is that common a.
  COMMON_SLOPE,
  /// A discrimination and a difficulty for each item, no guessing.
  TWO_PARAMETER,
  /// And a probability of guessing.
  THREE_PARAMETER
}
