/// Tests of password hashing and sealing.
@NullMarked
package dev.sextant.classes.secrets;

import org.jspecify.annotations.NullMarked;
