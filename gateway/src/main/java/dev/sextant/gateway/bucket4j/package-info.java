/// Rate limits by token bucket, in this process or in Redis. May use Bucket4j, Jedis and Spring.
@NullMarked
package dev.sextant.gateway.bucket4j;

import org.jspecify.annotations.NullMarked;
