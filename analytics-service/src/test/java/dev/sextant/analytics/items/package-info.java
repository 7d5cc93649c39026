@NullMarked
package dev.sextant.analytics.items;

import org.jspecify.annotations.NullMarked;
