/// The exam and the pick as the other services know them: to and from `contracts`.
@NullMarked
package dev.sextant.session.snapshots;

import org.jspecify.annotations.NullMarked;
