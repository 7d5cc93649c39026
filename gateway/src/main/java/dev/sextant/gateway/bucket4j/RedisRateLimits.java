package dev.sextant.gateway.bucket4j;

import dev.sextant.gateway.RateLimit;
import dev.sextant.gateway.RateLimits;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/// Counts in Redis, so that all replicas of the gateway share one limit.
///
/// While Redis is away nobody is counted: a lost limiter must not stop an exam.
public final class RedisRateLimits implements RateLimits, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisRateLimits.class);
  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

  private final RedisClient redis;
  private final ProxyManager<byte[]> buckets;
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  /// @param timeout for connecting and for each command
  public RedisRateLimits(URI uri, Duration timeout) {
    int millis = (int) timeout.toMillis();
    HostAndPort address = JedisURIHelper.getHostAndPort(uri);
    var config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .user(JedisURIHelper.getUser(uri))
            .password(JedisURIHelper.getPassword(uri))
            .database(JedisURIHelper.getDBIndex(uri))
            .ssl(JedisURIHelper.isRedisSSLScheme(uri))
            .build();
    var pool = new ConnectionPoolConfig();
    pool.setMaxTotal(64);
    pool.setMaxIdle(16);
    pool.setMaxWait(timeout);
    this.redis =
        RedisClient.builder().hostAndPort(address).clientConfig(config).poolConfig(pool).build();
    this.buckets =
        Bucket4jJedis.casBasedBuilder(redis)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofSeconds(10)))
            .build();
  }

  @Override
  public Verdict take(RateLimit limit, String client) {
    if (System.nanoTime() - quietUntil.get() < 0) {
      return new Uncounted();
    }
    try {
      var configuration = BucketConfiguration.builder().addLimit(Buckets.bandwidth(limit)).build();
      byte[] key = ("sextant:rate:" + Buckets.key(limit, client)).getBytes(StandardCharsets.UTF_8);
      return Buckets.verdict(
          buckets.getProxy(key, () -> configuration).tryConsumeAndReturnRemaining(1));
    } catch (RuntimeException e) {
      // One caller a second finds out whether Redis is back; the others do not wait for it.
      long now = System.nanoTime();
      long quiet = quietUntil.getAndUpdate(until -> Math.max(until, now + QUIET_NANOS));
      if (now - quiet >= 0) {
        LOG.atWarn()
            .setMessage("rate limits are not counted")
            .addKeyValue("cause", e.toString())
            .log();
      }
      return new Uncounted();
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
