/// From answers to an ability with its uncertainty.
///
/// May use the root package and `model`.
@NullMarked
package dev.sextant.psychometrics.estimation;

import org.jspecify.annotations.NullMarked;
