package dev.sextant.session.redis;

import dev.sextant.session.PartAway;
import dev.sextant.session.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisURIHelper;

/// The connection to Redis and what stands on it.
@Configuration(proxyBeanMethods = false)
class RedisParts {
  private static final Logger LOG = LoggerFactory.getLogger(RedisParts.class);

  @Bean(destroyMethod = "close")
  UnifiedJedis redis(RedisSettings settings) {
    int timeout = Math.toIntExact(settings.timeout().toMillis());
    var uri = settings.uri();
    var client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(timeout)
            .socketTimeoutMillis(timeout)
            .user(JedisURIHelper.getUser(uri))
            .password(JedisURIHelper.getPassword(uri))
            .database(JedisURIHelper.getDBIndex(uri))
            .ssl(JedisURIHelper.isRedisSSLScheme(uri))
            .clientName("session-service")
            .build();
    var pool = new ConnectionPoolConfig();
    pool.setMaxTotal(settings.connections());
    pool.setMaxIdle(settings.connections());
    pool.setMaxWait(settings.timeout());
    pool.setJmxEnabled(false);
    return RedisClient.builder()
        .hostAndPort(JedisURIHelper.getHostAndPort(uri))
        .clientConfig(client)
        .poolConfig(pool)
        .build();
  }

  @Bean
  Keys keys(RedisSettings settings) {
    return new Keys(settings.keyPrefix());
  }

  @Bean
  Sessions sessions(UnifiedJedis redis, Keys keys, SessionSettings settings) {
    var sessions = new RedisSessions(redis, keys, settings);
    try {
      sessions.load();
    } catch (PartAway e) {
      // It starts all the same: scripts are given again when Redis does not know them.
      LOG.atWarn().setMessage("Redis is away at the start").setCause(e).log();
    }
    return sessions;
  }
}
