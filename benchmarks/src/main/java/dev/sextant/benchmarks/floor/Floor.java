package dev.sextant.benchmarks.floor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import redis.clients.jedis.RedisClient;

/// A service that takes an answer and does nothing with it but one write to Redis: what the real
/// answer is measured against.
///
/// Stands where session-service stands (same path, same framework, virtual threads, same Redis), so
/// that a gateway can be put before it. Checks no token, no state and no repeat, and signs nothing.
@SpringBootApplication
public class Floor {
  /// @param arguments Spring's; `--server.port` and `--redis` (its URI) are needed
  public static void main(String... arguments) {
    SpringApplication.run(Floor.class, arguments);
  }

  @Bean(destroyMethod = "close")
  RedisClient redis(Environment settings) {
    return RedisClient.create(settings.getRequiredProperty("redis"));
  }
}
