/// The whole of Sextant from outside. May use the JDK, test libraries and the files of the
/// repository; imports nothing of the services.
@NullMarked
package dev.sextant.systemtests;

import org.jspecify.annotations.NullMarked;
