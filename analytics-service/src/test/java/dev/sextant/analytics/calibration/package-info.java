@NullMarked
package dev.sextant.analytics.calibration;

import org.jspecify.annotations.NullMarked;
