/// Questions about questions: threads between a learner and the instructors of the class, reports
/// of what is wrong with a question, notices of what came of them. May use the root in plain Java.
@NullMarked
package dev.sextant.question.threads;

import org.jspecify.annotations.NullMarked;
