package dev.sextant.gateway;

import dev.sextant.testkit.Tokens;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// A running gateway with four stubs behind it, shared by the tests that need no other settings.
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "sextant.rate-limits.enabled=false",
      "sextant.routing.routes.answers.time-limit=1s",
      "sextant.routing.routes.rosters.concurrent=1",
      "sextant.routing.routes.starts.concurrent=1",
      "sextant.routing.routes.starts.wait-for=50ms",
      "resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=6",
      "resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=700ms",
      "resilience4j.circuitbreaker.configs.default.permitted-number-of-calls-in-half-open-state=2"
    })
abstract class StubbedGateway extends RunningGateway {
  static final StubService QUESTION = new StubService("question");
  static final StubService SESSION = new StubService("session");
  static final StubService ANALYTICS = new StubService("analytics");
  static final StubService CLASSES = new StubService("classes");

  @DynamicPropertySource
  static void services(DynamicPropertyRegistry registry) {
    registry.add("sextant.services.question", QUESTION::url);
    registry.add("sextant.services.session", SESSION::url);
    registry.add("sextant.services.analytics", ANALYTICS::url);
    registry.add("sextant.services.classes", CLASSES::url);
    registry.add("sextant.tokens.jwks-uri", Tokens::jwksUri);
  }

  @BeforeEach
  void forget() {
    List.of(QUESTION, SESSION, ANALYTICS, CLASSES).forEach(StubService::forget);
  }

  StubService stub(String name) {
    return switch (name) {
      case "question" -> QUESTION;
      case "session" -> SESSION;
      case "analytics" -> ANALYTICS;
      case "classes" -> CLASSES;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
