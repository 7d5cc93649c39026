/// Tests of the bare endpoint.
@NullMarked
package dev.sextant.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
