/// When an exam has asked enough.
///
/// May use the root package only.
@NullMarked
package dev.sextant.psychometrics.stopping;

import org.jspecify.annotations.NullMarked;
