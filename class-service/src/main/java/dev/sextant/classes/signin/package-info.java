/// Who somebody is: passwords, lock-out, sign-ins and their renewal. May use the root and Spring's
/// wiring; knows neither HTTP nor a database.
@NullMarked
package dev.sextant.classes.signin;

import org.jspecify.annotations.NullMarked;
