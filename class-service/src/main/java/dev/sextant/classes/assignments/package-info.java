/// What a class must sit, and who may sit what. May use the root and Spring's wiring; knows neither
/// HTTP nor a database.
@NullMarked
package dev.sextant.classes.assignments;

import org.jspecify.annotations.NullMarked;
