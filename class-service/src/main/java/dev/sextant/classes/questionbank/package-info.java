/// What question-service says about exams, over HTTP. May use the root and service-kit.
@NullMarked
package dev.sextant.classes.questionbank;

import org.jspecify.annotations.NullMarked;
