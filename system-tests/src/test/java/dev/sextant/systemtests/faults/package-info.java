/// The whole system under seeded faults, and the check that no accepted answer is lost or counted
/// twice. May use the JDK, the embedded servers and the public API; imports nothing of the
/// services.
@NullMarked
package dev.sextant.systemtests.faults;

import org.jspecify.annotations.NullMarked;
