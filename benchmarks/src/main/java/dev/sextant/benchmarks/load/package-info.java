/// Whole cohorts over the public API, and what an answer costs beside the least that it could. May
/// use `floor`; knows the system by HTTP, by `/proc` and by what `./start` prints.
@NullMarked
package dev.sextant.benchmarks.load;

import org.jspecify.annotations.NullMarked;
