/// Who somebody is: passwords, lock-out, sign-ins and their renewal. May use the root, service-kit
/// and Spring's wiring; knows no database.
@NullMarked
package dev.sextant.classes.signin;

import org.jspecify.annotations.NullMarked;
