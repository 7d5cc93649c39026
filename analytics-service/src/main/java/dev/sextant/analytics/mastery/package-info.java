/// The fold from exam events to what is known of a learner. Pure: root, contracts, psychometrics.
@NullMarked
package dev.sextant.analytics.mastery;

import org.jspecify.annotations.NullMarked;
