/// One learner taking one exam, from the first question to the last answer: the words, the rules
/// and the ports. May use `java.*` and, for the order of options that the review shows too,
/// `contracts`; `Application` alone knows Spring.
@NullMarked
package dev.sextant.session;

import org.jspecify.annotations.NullMarked;
