/// Receipts: what a client holds to prove that its answer was accepted. May use the root and
/// `javax.crypto`.
@NullMarked
package dev.sextant.session.receipts;

import org.jspecify.annotations.NullMarked;
