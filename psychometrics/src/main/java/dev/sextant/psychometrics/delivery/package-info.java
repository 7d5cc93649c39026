/// One adaptive exam as a pure function of the answers so far.
///
/// May use the root package, `estimation`, `model`, `selection` and `stopping`.
@NullMarked
package dev.sextant.psychometrics.delivery;

import org.jspecify.annotations.NullMarked;
