/// Tests of the store against a real Redis.
@NullMarked
package dev.sextant.session.redis;

import org.jspecify.annotations.NullMarked;
