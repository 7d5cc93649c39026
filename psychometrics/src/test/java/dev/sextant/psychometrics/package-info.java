@NullMarked
package dev.sextant.psychometrics;

import org.jspecify.annotations.NullMarked;
