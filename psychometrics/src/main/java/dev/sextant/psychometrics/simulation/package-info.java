/// Made-up candidates that prove the rest works.
///
/// May use all packages beside it.
@NullMarked
package dev.sextant.psychometrics.simulation;

import org.jspecify.annotations.NullMarked;
