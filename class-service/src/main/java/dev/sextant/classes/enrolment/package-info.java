/// How people get into classes and out of them: seats, join codes, rosters. May use the root,
/// `signin` and Spring's wiring; knows neither HTTP nor a database.
@NullMarked
package dev.sextant.classes.enrolment;

import org.jspecify.annotations.NullMarked;
