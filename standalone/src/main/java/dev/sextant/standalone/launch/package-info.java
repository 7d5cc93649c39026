/// Starts everything on one machine and stops it again. May use the siblings and the service jars
/// as files; imports nothing of theirs.
@NullMarked
package dev.sextant.standalone.launch;

import org.jspecify.annotations.NullMarked;
