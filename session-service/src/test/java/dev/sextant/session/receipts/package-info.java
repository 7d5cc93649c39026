/// Tests of receipts.
@NullMarked
package dev.sextant.session.receipts;

import org.jspecify.annotations.NullMarked;
