/// Whether every accepted answer arrived, once. Pure: root.
@NullMarked
package dev.sextant.analytics.conservation;

import org.jspecify.annotations.NullMarked;
