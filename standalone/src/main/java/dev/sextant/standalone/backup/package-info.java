/// Copies of what an installation of `./start` keeps, and how one comes back. May use `servers` and
/// Kafka's clients.
@NullMarked
package dev.sextant.standalone.backup;

import org.jspecify.annotations.NullMarked;
