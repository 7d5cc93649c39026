/// Tests of enrolment.
@NullMarked
package dev.sextant.classes.enrolment;

import org.jspecify.annotations.NullMarked;
