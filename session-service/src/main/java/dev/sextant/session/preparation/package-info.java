/// What is done before an exam opens, so that a whole class can start at once. May use the root,
/// `redis` and service-kit.
@NullMarked
package dev.sextant.session.preparation;

import org.jspecify.annotations.NullMarked;
