/// Tests of the choice without analytics-service.
@NullMarked
package dev.sextant.session.nextquestion;

import org.jspecify.annotations.NullMarked;
