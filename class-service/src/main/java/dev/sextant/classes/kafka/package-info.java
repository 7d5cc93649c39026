/// Publishes classes, members and assignments to the topic `classes`. May use the root, contracts
/// and service-kit.
@NullMarked
package dev.sextant.classes.kafka;

import org.jspecify.annotations.NullMarked;
