/// Items of a course estimated anew from all answers. Pure: root, items, psychometrics.
@NullMarked
package dev.sextant.analytics.calibration;

import org.jspecify.annotations.NullMarked;
