/// Access tokens as signed JWTs, and the keys that are published for checking them: Nimbus. May use
/// the root, `signin`, `secrets` and service-kit.
@NullMarked
package dev.sextant.classes.tokens;

import org.jspecify.annotations.NullMarked;
