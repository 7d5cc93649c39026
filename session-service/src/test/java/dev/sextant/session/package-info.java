/// Tests of the words and rules of sessions, and of the service as a whole.
@NullMarked
package dev.sextant.session;

import org.jspecify.annotations.NullMarked;
