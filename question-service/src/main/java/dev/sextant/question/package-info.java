/// What is asked: courses, questions and their versions, exam definitions, and the ports behind
/// which they are kept. May use `java.*` only; `Application` alone knows Spring.
@NullMarked
package dev.sextant.question;

import org.jspecify.annotations.NullMarked;
