@NullMarked
package dev.sextant.analytics;

import org.jspecify.annotations.NullMarked;
