/// The guard by itself, without a network.
@NullMarked
package dev.sextant.gateway.problems;

import org.jspecify.annotations.NullMarked;
