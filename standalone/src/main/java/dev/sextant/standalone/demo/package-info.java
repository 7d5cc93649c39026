/// A demo class and a cohort of simulated learners, over the public API. May use psychometrics for
/// the learners' true abilities, and the bank's files for what a learner who knows would answer.
@NullMarked
package dev.sextant.standalone.demo;

import org.jspecify.annotations.NullMarked;
