@NullMarked
package dev.sextant.analytics.xapi;

import org.jspecify.annotations.NullMarked;
