/// What services say to each other on Kafka: records in sealed hierarchies. May use `java.*` only.
@NullMarked
package dev.sextant.contracts;

import org.jspecify.annotations.NullMarked;
