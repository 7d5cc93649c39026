/// Which item to ask next, and why.
///
/// May use the root package, `model` and `estimation`.
@NullMarked
package dev.sextant.psychometrics.selection;

import org.jspecify.annotations.NullMarked;
