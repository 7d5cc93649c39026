/// Password hashes, random values, sealing, and the clock: what Spring Security's cryptography,
/// Bouncy Castle and the operating system do for this service. May use the root and service-kit.
@NullMarked
package dev.sextant.classes.secrets;

import org.jspecify.annotations.NullMarked;
