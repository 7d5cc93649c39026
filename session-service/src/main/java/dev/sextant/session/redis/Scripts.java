package dev.sextant.session.redis;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/// Gives Redis its scripts, as the one user who may: whoever runs them can only name them.
final class Scripts {
  private final RedisParts.Connector loader;

  Scripts(RedisParts.Connector loader) {
    this.loader = loader;
  }

  /// Gives all of them.
  ///
  /// @throws JedisException when Redis does not take them
  void load() {
    try (Jedis redis = loader.connect()) {
      for (Script script : Script.values()) {
        redis.scriptLoad(script.text());
      }
    }
  }
}
