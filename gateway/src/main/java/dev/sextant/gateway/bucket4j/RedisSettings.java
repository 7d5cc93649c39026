package dev.sextant.gateway.bucket4j;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where rate limits are shared. Bound from `sextant.redis.*`.
///
/// @param uri empty: each replica counts by itself
/// @param timeout for connecting and for each command; short, because every call waits for it
@ConfigurationProperties("sextant.redis")
record RedisSettings(@Nullable URI uri, @DefaultValue("150ms") Duration timeout) {
  RedisSettings {
    uri = uri == null || uri.toString().isBlank() ? null : uri;
  }
}
