/// Finished sessions as xAPI statements, and the learning record store that gets them. May use
/// root, siblings, service-kit.
@NullMarked
package dev.sextant.analytics.xapi;

import org.jspecify.annotations.NullMarked;
