/// Sessions on Redis: one Lua script for each state change. May use the root, `snapshots`,
/// `contracts`, service-kit and Jedis.
@NullMarked
package dev.sextant.session.redis;

import org.jspecify.annotations.NullMarked;
