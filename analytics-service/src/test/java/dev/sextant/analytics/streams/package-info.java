@NullMarked
package dev.sextant.analytics.streams;

import org.jspecify.annotations.NullMarked;
