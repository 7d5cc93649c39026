/// Export and erasure of a person's data: what this service holds itself, and asking the others.
/// May use the root, `enrolment` and Spring's wiring; knows neither HTTP nor a database.
@NullMarked
package dev.sextant.classes.privacy;

import org.jspecify.annotations.NullMarked;
