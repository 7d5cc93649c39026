/// Tests of the benchmarks' order.
@NullMarked
package dev.sextant.benchmarks;

import org.jspecify.annotations.NullMarked;
