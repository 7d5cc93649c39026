/// Tests of reading OneRoster files.
@NullMarked
package dev.sextant.classes.oneroster;

import org.jspecify.annotations.NullMarked;
