/// Tests of the package of the same name. May use anything.
@NullMarked
package dev.sextant.question.importing;

import org.jspecify.annotations.NullMarked;
