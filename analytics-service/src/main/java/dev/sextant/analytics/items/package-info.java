/// Questions as items: what is known of each, and later how it behaves. Pure: root, siblings,
/// contracts.
@NullMarked
package dev.sextant.analytics.items;

import org.jspecify.annotations.NullMarked;
