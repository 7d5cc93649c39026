@NullMarked
package dev.sextant.psychometrics.prediction;

import org.jspecify.annotations.NullMarked;
