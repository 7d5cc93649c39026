/// A real Kafka broker, a real redis-server and a MongoDB-protocol server, for one machine and for
/// tests. May use those servers' own code and the JDK.
@NullMarked
package dev.sextant.standalone.servers;

import org.jspecify.annotations.NullMarked;
