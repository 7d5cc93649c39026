@NullMarked
package dev.sextant.analytics.classes;

import org.jspecify.annotations.NullMarked;
