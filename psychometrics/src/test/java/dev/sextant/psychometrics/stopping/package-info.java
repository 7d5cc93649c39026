@NullMarked
package dev.sextant.psychometrics.stopping;

import org.jspecify.annotations.NullMarked;
