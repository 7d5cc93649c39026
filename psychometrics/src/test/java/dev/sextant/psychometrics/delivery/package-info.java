@NullMarked
package dev.sextant.psychometrics.delivery;

import org.jspecify.annotations.NullMarked;
