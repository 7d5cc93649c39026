/// Seeds, fixtures, house rules and embedded servers for tests. May use anything; is used in test
/// scope only.
@NullMarked
package dev.sextant.testkit;

import org.jspecify.annotations.NullMarked;
