/// Benchmarks of the library, each beside the same work on bare arrays. Run by JMH; see RESULTS.md.
@NullMarked
package dev.sextant.benchmarks;

import org.jspecify.annotations.NullMarked;
