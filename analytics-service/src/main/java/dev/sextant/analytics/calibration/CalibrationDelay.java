package dev.sextant.analytics.calibration;

import java.time.Duration;

/// How long after its publishing a calibration takes effect, so that every instance knows it by
/// then.
public record CalibrationDelay(Duration value) {}
