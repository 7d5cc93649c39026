@NullMarked
package dev.sextant.psychometrics.estimation;

import org.jspecify.annotations.NullMarked;
