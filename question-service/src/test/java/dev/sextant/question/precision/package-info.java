/// What the bank can measure, by simulation. May use the bank's reader and psychometrics.
@NullMarked
package dev.sextant.question.precision;

import org.jspecify.annotations.NullMarked;
