/// Writes problem documents where no controller stands. May use Spring and service-kit.
@NullMarked
package dev.sextant.gateway.problems;

import org.jspecify.annotations.NullMarked;
