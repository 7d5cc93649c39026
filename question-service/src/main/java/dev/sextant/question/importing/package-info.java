/// What any reader of any format hands over, and how a whole course is brought in. May use the root
/// package and `java.*`.
@NullMarked
package dev.sextant.question.importing;

import org.jspecify.annotations.NullMarked;
