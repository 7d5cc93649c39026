/// The words that the views share, and the ports to what lies outside. Plain Java.
@NullMarked
package dev.sextant.analytics;

import org.jspecify.annotations.NullMarked;
