@NullMarked
package dev.sextant.analytics.results;

import org.jspecify.annotations.NullMarked;
