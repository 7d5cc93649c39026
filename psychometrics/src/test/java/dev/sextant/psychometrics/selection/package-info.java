@NullMarked
package dev.sextant.psychometrics.selection;

import org.jspecify.annotations.NullMarked;
