/// The mathematics of adaptive testing: what an item, an answer and an ability are.
///
/// Pure functions of their arguments: no clock, no I/O, no hidden randomness. May use `java.*` and
/// JSpecify only. Packages below hold one part of the work each and may import this one.
@NullMarked
package dev.sextant.psychometrics;

import org.jspecify.annotations.NullMarked;
