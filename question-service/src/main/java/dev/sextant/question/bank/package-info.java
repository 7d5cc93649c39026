/// The bank's files as people write them, read and checked. May use the root package, `importing`
/// and a YAML parser; knows no database.
@NullMarked
package dev.sextant.question.bank;

import org.jspecify.annotations.NullMarked;
