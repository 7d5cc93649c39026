/// Tests of the MongoDB adapter.
@NullMarked
package dev.sextant.classes.mongo;

import org.jspecify.annotations.NullMarked;
