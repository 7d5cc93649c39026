/// Tests of threads.
@NullMarked
package dev.sextant.question.threads;

import org.jspecify.annotations.NullMarked;
