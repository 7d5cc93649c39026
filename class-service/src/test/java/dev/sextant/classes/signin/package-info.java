/// Tests of sign-in.
@NullMarked
package dev.sextant.classes.signin;

import org.jspecify.annotations.NullMarked;
