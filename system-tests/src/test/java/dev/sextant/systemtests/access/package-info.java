/// Who may call what, what bad input gets, and what a learner never sees, over the running system.
/// May use the package above.
@NullMarked
package dev.sextant.systemtests.access;

import org.jspecify.annotations.NullMarked;
