package dev.sextant.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.testkit.Tokens;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// With traces switched on, one request is one trace on both sides of the gateway, and a collector
/// gets it by OTLP.
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"SEXTANT_TRACES=true", "SEXTANT_TRACES_SAMPLED=1.0"})
class TracesIT extends RunningGateway {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final StubService COURSES = new StubService("question");
  private static final StubService COLLECTOR = new StubService("collector");

  @DynamicPropertySource
  static void services(DynamicPropertyRegistry registry) {
    registry.add("sextant.services.question", COURSES::url);
    registry.add("sextant.tokens.jwks-uri", Tokens::jwksUri);
    registry.add(
        "management.opentelemetry.tracing.export.otlp.endpoint",
        () -> COLLECTOR.url() + "/v1/traces");
  }

  @Test
  void a_request_is_one_trace_on_both_sides() {
    send(
        asLearner("GET", "/api/courses")
            .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00"));

    var asked = COURSES.asked("/api/courses").getFirst();
    assertThat(asked.headers().get("traceparent"))
        .singleElement()
        .asString()
        .startsWith("00-" + TRACE)
        .doesNotContain("00f067aa0ba902b7");
    await().until(() -> COLLECTOR.asked("/v1/traces").stream().anyMatch(TracesIT::holdsTheTrace));
  }

  /// The spans come as protobuf, in which the trace's id is 16 raw bytes.
  private static boolean holdsTheTrace(StubService.Asked asked) {
    return asked.hex().contains(TRACE)
        && asked.hex().contains(HexFormat.of().formatHex("gateway".getBytes(UTF_8)));
  }
}
