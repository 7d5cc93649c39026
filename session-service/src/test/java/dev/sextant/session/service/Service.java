package dev.sextant.session.service;

import dev.sextant.session.Application;
import dev.sextant.testkit.Tokens;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The service, started for a test.
final class Service implements AutoCloseable {
  static final String SERVICE_KEY = "0123456789abcdef0123456789abcdef";

  final String prefix = "it-" + UUID.randomUUID() + "-";
  private final ConfigurableApplicationContext context;

  /// @param more settings over those of a test
  Service(Neighbours neighbours, String redis, String kafka, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("server.port", 0);
    settings.put("spring.main.banner-mode", "off");
    settings.put("sextant.service-key", SERVICE_KEY);
    settings.put("sextant.receipts.key", "receipts-receipts-receipts-receipts");
    settings.put("sextant.tokens.jwks-uri", Tokens.jwksUri());
    settings.put("sextant.services.question", neighbours.uri());
    settings.put("sextant.services.analytics", neighbours.uri());
    settings.put("sextant.services.classes", neighbours.uri());
    settings.put("sextant.redis.uri", redis);
    settings.put("sextant.redis.key-prefix", prefix);
    settings.put("sextant.kafka.topic-prefix", prefix);
    settings.put("spring.kafka.bootstrap-servers", kafka);
    settings.put("sextant.sessions.grace", "200ms");
    settings.put("sextant.sessions.sweep", "100ms");
    settings.put("sextant.question-bank.remember-exam", "1ms");
    settings.putAll(more);
    var arguments =
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    context = new SpringApplicationBuilder(Application.class, CountingRedis.class).run(arguments);
  }

  URI uri() {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
  }

  <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
