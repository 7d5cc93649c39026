@NullMarked
package dev.sextant.psychometrics.calibration;

import org.jspecify.annotations.NullMarked;
