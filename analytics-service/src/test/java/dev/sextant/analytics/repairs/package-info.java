@NullMarked
package dev.sextant.analytics.repairs;

import org.jspecify.annotations.NullMarked;
