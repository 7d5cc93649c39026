/// Items as arrays: what the inner loops read.
///
/// May use the root package only.
@NullMarked
package dev.sextant.psychometrics.model;

import org.jspecify.annotations.NullMarked;
