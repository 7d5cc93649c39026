package dev.sextant.gateway.bucket4j;

import dev.sextant.gateway.RateLimit;
import dev.sextant.gateway.RateLimits;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Chooses where calls are counted.
@Configuration(proxyBeanMethods = false)
class RateLimitsBeans {
  @Bean
  RateLimits rateLimits(RateLimitSettings settings, RedisSettings redis) {
    Duration longest =
        Stream.of(settings.answers(), settings.signIn(), settings.calls())
            .map(allowance -> allowance.as("any"))
            .map(RateLimit::timeToFill)
            .max(Duration::compareTo)
            .orElseThrow();
    var own = new InMemoryRateLimits(longest, System::nanoTime);
    return redis.uri() == null
        ? own
        : new PartlyOwnRateLimits(own, new RedisRateLimits(redis.uri(), redis.timeout()));
  }
}
