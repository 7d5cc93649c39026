package dev.sextant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ConnectionDescription;
import com.mongodb.connection.ServerId;
import com.mongodb.event.CommandStartedEvent;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class TenancyGuardTest {
  private final TenancyGuard guard =
      new TenancyGuard(
          asked -> asked.collection().equals("pools") && asked.path().startsWith("/api/courses/"));

  @AfterEach
  void leave() {
    RequestContextHolder.resetRequestAttributes();
  }

  @Test
  void a_command_of_a_public_call_without_its_organisation_is_noted() {
    call("/api/courses/c");
    send("find", "{find: 'courses', filter: {_id: 'c'}}");
    send("aggregate", "{aggregate: 'threads', pipeline: [{$match: {posts: 1}}]}");
    send("update", "{update: 'exams', updates: [{q: {_id: 'e'}, u: {}}]}");
    send("insert", "{insert: 'questions', documents: [{_id: 'q'}]}");

    assertThat(guard.breaches())
        .containsExactly(
            "find courses [_id]",
            "aggregate threads [$match]",
            "update exams [_id]",
            "insert questions [_id]");
  }

  @Test
  void a_command_that_names_it_or_that_nobody_owns_is_not() {
    send("find", "{find: 'courses', filter: {_id: 'c'}}");
    call("/internal/exams/e");
    send("find", "{find: 'exams', filter: {_id: 'e'}}");
    assertThat(guard.checked()).isZero();

    call("/api/courses/c");
    send("find", "{find: 'courses', filter: {_id: 'c', organisationId: {$in: [null, 'o']}}}");
    send("find", "{find: 'pools', filter: {_id: 'c'}}");
    assertThat(guard.checked()).isEqualTo(2);
    assertThat(guard.breaches()).isEmpty();
  }

  private static void call(String path) {
    RequestContextHolder.setRequestAttributes(
        new ServletRequestAttributes(new MockHttpServletRequest("GET", path)));
  }

  private void send(String name, String command) {
    var connection =
        new ConnectionDescription(new ServerId(new ClusterId(), new ServerAddress("localhost")));
    guard.commandStarted(
        new CommandStartedEvent(null, 1, 1, connection, "db", name, BsonDocument.parse(command)));
  }
}
