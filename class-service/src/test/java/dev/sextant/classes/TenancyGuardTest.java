package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ConnectionDescription;
import com.mongodb.connection.ServerId;
import com.mongodb.event.CommandStartedEvent;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class TenancyGuardTest {
  private final TenancyGuard guard = new TenancyGuard();

  @Test
  void a_query_without_its_organisation_is_noted() {
    send("find", "{find: 'classes', filter: {_id: 'c'}}");
    send("update", "{update: 'members', updates: [{q: {_id: 'm'}, u: {}}]}");
    send("delete", "{delete: 'accounts', deletes: [{q: {name: 'x'}}]}");
    send("insert", "{insert: 'jobs', documents: [{_id: 'j'}]}");

    assertThat(guard.breaches())
        .containsExactly(
            "find classes [_id]",
            "update members [_id]",
            "delete accounts [name]",
            "insert jobs [_id]");
  }

  @Test
  void a_query_that_names_it_or_cannot_know_it_is_not() {
    send("find", "{find: 'classes', filter: {_id: 'c', organisationId: 'o'}}");
    send("find", "{find: 'accounts', filter: {emailKey: 'a@b'}}");
    send("find", "{find: 'signingKeys', filter: {}}");

    assertThat(guard.breaches()).isEmpty();
  }

  private void send(String name, String command) {
    var connection =
        new ConnectionDescription(new ServerId(new ClusterId(), new ServerAddress("localhost")));
    guard.commandStarted(
        new CommandStartedEvent(null, 1, 1, connection, "db", name, BsonDocument.parse(command)));
  }
}
