/// Checks what the repository says of itself: module descriptors and documents. May use the root
/// package and the JDK.
@NullMarked
package dev.sextant.systemtests.documents;

import org.jspecify.annotations.NullMarked;
