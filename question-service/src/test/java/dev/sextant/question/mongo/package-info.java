/// Tests of the package of the same name. May use anything.
@NullMarked
package dev.sextant.question.mongo;

import org.jspecify.annotations.NullMarked;
