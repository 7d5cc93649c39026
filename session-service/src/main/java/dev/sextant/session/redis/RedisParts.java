package dev.sextant.session.redis;

import dev.sextant.servicekit.Traces;
import dev.sextant.session.FirstQuestions;
import dev.sextant.session.Sessions;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.JedisURIHelper;

/// The connection to Redis and what stands on it.
@Configuration(proxyBeanMethods = false)
class RedisParts {
  /// Opens a connection outside of the pool.
  interface Connector {
    Jedis connect();
  }

  @Bean
  Connector monitor(RedisSettings settings, StoreSettings store) {
    return connector(store.monitor(), settings, "session-service-monitor");
  }

  @Bean
  Scripts scripts(RedisSettings settings, StoreSettings store) {
    return new Scripts(connector(store.loader(), settings, "session-service-loader"));
  }

  /// Connections as a user of their own, else as the service's.
  private static Connector connector(@Nullable URI own, RedisSettings settings, String name) {
    URI uri = own == null || own.toString().isEmpty() ? settings.uri() : own;
    JedisClientConfig client = client(uri, settings.timeout(), name);
    return () -> new Jedis(JedisURIHelper.getHostAndPort(uri), client);
  }

  @Bean(destroyMethod = "close")
  UnifiedJedis redis(RedisSettings settings) {
    var uri = settings.uri();
    var pool = new ConnectionPoolConfig();
    pool.setMaxTotal(settings.connections());
    pool.setMaxIdle(settings.connections());
    pool.setMaxWait(settings.timeout());
    pool.setJmxEnabled(false);
    return RedisClient.builder()
        .hostAndPort(JedisURIHelper.getHostAndPort(uri))
        .clientConfig(client(uri, settings.timeout(), "session-service"))
        .poolConfig(pool)
        .build();
  }

  private static JedisClientConfig client(URI uri, Duration timeout, String name) {
    int millis = Math.toIntExact(timeout.toMillis());
    return DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(millis)
        .socketTimeoutMillis(millis)
        .user(JedisURIHelper.getUser(uri))
        .password(JedisURIHelper.getPassword(uri))
        .database(JedisURIHelper.getDBIndex(uri))
        .ssl(JedisURIHelper.isRedisSSLScheme(uri))
        .clientName(name)
        .build();
  }

  @Bean
  Keys keys(RedisSettings settings) {
    return new Keys(settings.keyPrefix());
  }

  @Bean
  Store sessionStore(UnifiedJedis redis, Scripts scripts, StoreSettings settings, Traces traces) {
    return new Store(redis, scripts, settings.copies() - 1, settings.copyLimit(), traces::current);
  }

  @Bean
  Leases leases(Store store) {
    return new Leases(store);
  }

  @Bean
  Parking parking(Store store, Keys keys) {
    return new Parking(store, keys);
  }

  @Bean
  Sessions sessions(Store store, Keys keys, SessionSettings settings) {
    return new RedisSessions(store, keys, settings);
  }

  @Bean
  FirstQuestions firstQuestions(Store store, Keys keys) {
    return new RedisFirstQuestions(store, keys);
  }

  @Bean
  Pulse pulse(Store store, Keys keys, PulseSettings settings, Connector monitor) {
    return new Pulse(store, keys, settings, () -> run(monitor));
  }

  private static String run(Connector monitor) {
    try (Jedis redis = monitor.connect()) {
      return redis
          .info("server")
          .lines()
          .filter(line -> line.startsWith("run_id:"))
          .map(line -> line.substring("run_id:".length()).strip())
          .findFirst()
          .orElse("");
    } catch (JedisDataException e) {
      // The watch of the store says that it may not be asked.
      return "";
    }
  }

  @Bean
  OutageCredit outageCredit(
      Pulse pulse,
      Store store,
      Keys keys,
      Sessions sessions,
      PulseSettings settings,
      MeterRegistry meters) {
    return new OutageCredit(pulse, store, keys, sessions, settings, meters);
  }

  @Bean
  Rebuild rebuild(Store store, Keys keys, SessionSettings settings) {
    return new Rebuild(store, keys, settings);
  }
}
