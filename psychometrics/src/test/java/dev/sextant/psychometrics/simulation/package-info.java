@NullMarked
package dev.sextant.psychometrics.simulation;

import org.jspecify.annotations.NullMarked;
