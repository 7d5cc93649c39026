/// Tests of the load driver's own arithmetic.
@NullMarked
package dev.sextant.benchmarks.load;

import org.jspecify.annotations.NullMarked;
