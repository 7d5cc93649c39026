package dev.sextant.session.redis;

import java.util.Collection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/// Gives Redis its scripts, as the one user who may: whoever runs them can only name them.
final class Scripts {
  private final RedisParts.Connector loader;

  Scripts(RedisParts.Connector loader) {
    this.loader = loader;
  }

  /// Gives these.
  ///
  /// @throws JedisException when Redis does not take them
  void load(Collection<Script> some) {
    try (Jedis redis = loader.connect()) {
      some.forEach(script -> redis.scriptLoad(script.text()));
    }
  }
}
