/// The one-command system. Starts servers and the service jars; touches nothing of theirs.
@NullMarked
package dev.sextant.standalone;

import org.jspecify.annotations.NullMarked;
