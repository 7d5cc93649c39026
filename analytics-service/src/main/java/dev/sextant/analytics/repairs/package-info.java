/// Keys that were wrong, and results as they are once they are right. Pure: root, siblings,
/// contracts.
@NullMarked
package dev.sextant.analytics.repairs;

import org.jspecify.annotations.NullMarked;
