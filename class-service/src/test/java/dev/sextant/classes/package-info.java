/// Tests of class-service.
@NullMarked
package dev.sextant.classes;

import org.jspecify.annotations.NullMarked;
