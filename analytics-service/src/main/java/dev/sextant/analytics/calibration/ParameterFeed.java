package dev.sextant.analytics.calibration;

import dev.sextant.analytics.ParameterSet;

/// Tells other services of a calibration, item by item, on `item-parameters`.
public interface ParameterFeed {
  /// @throws dev.sextant.analytics.Unavailable when it cannot be written
  void announce(ParameterSet set);
}
