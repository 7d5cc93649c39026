@NullMarked
package dev.sextant.analytics.mastery;

import org.jspecify.annotations.NullMarked;
