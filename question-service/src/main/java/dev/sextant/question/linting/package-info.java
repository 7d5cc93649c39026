/// The author's linter: what a bank must keep to be right and fair, and a report of it. May use the
/// root package, `bank`, `importing`, a Markdown parser and an expression evaluator.
@NullMarked
package dev.sextant.question.linting;

import org.jspecify.annotations.NullMarked;
