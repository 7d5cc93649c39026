/// The least that storing an answer can cost: an endpoint and one durable call of Redis. May use
/// Spring and Jedis; knows nothing of exams.
@NullMarked
package dev.sextant.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
