/// From answers to item parameters with their uncertainty.
///
/// May use the root package, `model` and `estimation`.
@NullMarked
package dev.sextant.psychometrics.calibration;

import org.jspecify.annotations.NullMarked;
