package dev.sextant.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.systemtests.Checkout;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The table names what the services map, no more and no less.
class AuthorizationTableTest {
  private static final String SMALL =
      """
      roles: [anonymous, learner]
      services:
        question-service:
          - {call: "GET /api/courses?limit=1", expect: [401, 200]}
          - {call: "GET /api/courses/{course}", expect: [401, 200]}
      """;

  @Test
  void every_endpoint_that_a_service_maps_has_a_line_and_every_line_an_endpoint() {
    Map<String, Set<String>> mapped = new TreeMap<>();
    for (String service : Checkout.SERVICES) {
      Set<String> calls = Endpoints.of(service);
      // The container's error page answers for others and is no call.
      calls.remove("* /error");
      mapped.put(service, calls);
    }

    assertThat(mapped.get("session-service")).contains("PUT /api/sessions/{}/answers/{}");
    assertThat(AuthorizationTable.read().disagreements(mapped)).isEmpty();
  }

  @Test
  void a_missing_line_and_a_line_too_much_are_noticed() {
    var mapped = Map.of("question-service", Set.of("GET /api/courses", "DELETE /api/courses/{}"));

    assertThat(AuthorizationTable.parse(SMALL).disagreements(mapped))
        .containsExactly(
            "question-service maps DELETE /api/courses/{}, which has no line",
            "question-service does not map GET /api/courses/{}, which has a line");
  }

  @Test
  void a_line_says_a_status_for_every_role() {
    assertThatThrownBy(() -> AuthorizationTable.parse(SMALL.replace("[401, 200]", "[401]")))
        .hasMessageContaining("must say 2 statuses, says 1");
    assertThatThrownBy(() -> AuthorizationTable.parse(SMALL.replace("expect:", "except:")))
        .hasMessageContaining("unknown member except");
  }
}
