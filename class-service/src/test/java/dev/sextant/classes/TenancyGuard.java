package dev.sextant.classes;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/// Notes every command to the database that reads or changes things of organisations and does not
/// say which organisation's, unless it is one of those that cannot know it yet.
final class TenancyGuard implements CommandListener {
  /// Collections that belong to nobody: keys of the installation, turns, and counts under hashes.
  private static final Set<String> OF_NOBODY =
      Set.of("signingKeys", "turns", "failedSignIns", "counts", "organisations");

  /// What asks without an organisation, by collection, told by a field of its filter: whoever signs
  /// in, types a code or holds a token is known by that alone; and work for all organisations, such
  /// as the relay and the preparing of exams.
  private static final Map<String, Set<String>> ASK_WITHOUT =
      Map.ofEntries(
          Map.entry("accounts", Set.of("emailKey", "_id", "roles")),
          Map.entry("signIns", Set.of("_id")),
          Map.entry("joinCodes", Set.of("_id")),
          Map.entry("machineClients", Set.of("_id")),
          Map.entry("passwordLinks", Set.of("tokenHash")),
          Map.entry("places", Set.of("claims.at")),
          Map.entry("members", Set.of("owedClaim", "unsent", "")),
          Map.entry("classes", Set.of("unsent", "")),
          Map.entry("assignments", Set.of("unsent", "opensAt", "")),
          Map.entry("jobs", Set.of("state")),
          Map.entry("privacyRequests", Set.of("unsent")));

  private final Queue<String> breaches = new ConcurrentLinkedQueue<>();

  List<String> breaches() {
    return List.copyOf(breaches);
  }

  @Override
  public void commandStarted(CommandStartedEvent event) {
    BsonDocument command = event.getCommand();
    switch (event.getCommandName()) {
      case "find", "aggregate", "count", "distinct" -> check(event, command, filter(command));
      case "findAndModify" -> check(event, command, command.getDocument("query"));
      case "update" -> each(event, command, "updates");
      case "delete" -> each(event, command, "deletes");
      case "insert" ->
          command
              .getArray("documents", new org.bson.BsonArray())
              .forEach(document -> check(event, command, document.asDocument()));
      default -> {
        // Asks about no document.
      }
    }
  }

  private void each(CommandStartedEvent event, BsonDocument command, String list) {
    for (BsonValue one : command.getArray(list, new org.bson.BsonArray())) {
      check(event, command, one.asDocument().getDocument("q"));
    }
  }

  private void check(CommandStartedEvent event, BsonDocument command, BsonDocument filter) {
    String collection = command.getString(event.getCommandName()).getValue();
    boolean says = filter.toJson().contains("organisationId");
    boolean mayNot =
        OF_NOBODY.contains(collection)
            || ASK_WITHOUT.getOrDefault(collection, Set.of()).contains(first(filter));
    if (!says && !mayNot) {
      breaches.add(event.getCommandName() + " " + collection + " " + filter.keySet());
    }
  }

  /// The first field that a filter asks for.
  private static String first(BsonDocument filter) {
    if (filter.isEmpty()) {
      return "";
    }
    String name = filter.keySet().iterator().next();
    return name.equals("$and") ? first(filter.getArray(name).getFirst().asDocument()) : name;
  }

  private static BsonDocument filter(BsonDocument command) {
    return command.getDocument("filter", new BsonDocument());
  }
}
