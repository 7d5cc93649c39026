/// How a tenant comes to be, and the first account of an installation. May use the root and
/// Spring's wiring; knows neither HTTP nor a database.
@NullMarked
package dev.sextant.classes.organisations;

import org.jspecify.annotations.NullMarked;
