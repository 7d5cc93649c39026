/// Predicting the next answer from all before it, and how good the predictions were.
///
/// May use the root package only. `Prequential` is the one class of this library that reads files.
@NullMarked
package dev.sextant.psychometrics.prediction;

import org.jspecify.annotations.NullMarked;
