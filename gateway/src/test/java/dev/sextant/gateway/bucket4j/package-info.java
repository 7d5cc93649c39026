/// Both ways of counting keep one contract.
@NullMarked
package dev.sextant.gateway.bucket4j;

import org.jspecify.annotations.NullMarked;
