/// The ports on MongoDB: one document holds what changes together, because the embedded server
/// knows no transactions. May use the root package, threads, service-kit and the MongoDB driver.
@NullMarked
package dev.sextant.question.mongo;

import org.jspecify.annotations.NullMarked;
