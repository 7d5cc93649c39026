/// The read models in MongoDB, by its official driver. May use root, siblings, service-kit.
@NullMarked
package dev.sextant.analytics.mongo;

import org.jspecify.annotations.NullMarked;
