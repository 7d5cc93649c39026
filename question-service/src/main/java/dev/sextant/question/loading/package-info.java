/// Brings the bank that lies beside the service into the database at start. May use the root
/// package, `bank`, `importing` and Spring.
@NullMarked
package dev.sextant.question.loading;

import org.jspecify.annotations.NullMarked;
