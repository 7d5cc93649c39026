@NullMarked
package dev.sextant.analytics.adaptive;

import org.jspecify.annotations.NullMarked;
