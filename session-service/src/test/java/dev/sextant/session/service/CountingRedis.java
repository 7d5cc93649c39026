package dev.sextant.session.service;

import dev.sextant.session.redis.RedisSettings;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.util.JedisURIHelper;

/// Counts the commands that requests send to Redis; what the relay and the sweeper send is theirs.
final class CountingRedis implements BeanPostProcessor {
  static final AtomicInteger COMMANDS = new AtomicInteger();

  private final ObjectProvider<RedisSettings> settings;

  CountingRedis(ObjectProvider<RedisSettings> settings) {
    this.settings = settings;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof UnifiedJedis redis ? counting(redis, settings.getObject().uri()) : bean;
  }

  private static UnifiedJedis counting(UnifiedJedis redis, URI uri) {
    return RedisClient.builder()
        .hostAndPort(JedisURIHelper.getHostAndPort(uri))
        .clientConfig(
            DefaultJedisClientConfig.builder()
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .build())
        .commandExecutor(new Counter(redis))
        .build();
  }

  private record Counter(UnifiedJedis redis) implements CommandExecutor {
    @Override
    public <T> T executeCommand(CommandObject<T> command) {
      String thread = Thread.currentThread().getName();
      if (!thread.startsWith("outbox-relay") && !thread.startsWith("scheduling-")) {
        COMMANDS.incrementAndGet();
      }
      return redis.executeCommand(command);
    }

    @Override
    public void close() {
      redis.close();
    }
  }
}
