/// What a finished session means, from the fold's state. Pure: root, siblings, contracts,
/// psychometrics.
@NullMarked
package dev.sextant.analytics.results;

import org.jspecify.annotations.NullMarked;
