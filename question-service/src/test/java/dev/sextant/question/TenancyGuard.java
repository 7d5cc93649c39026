package dev.sextant.question;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Notes every command that a call of the public API sends to the database and that does not say of
/// which organisation. Other services and the relay ask for all organisations.
public final class TenancyGuard implements CommandListener {
  /// Pools hold ids alone, and whoever asks for one has read its course under the organisation.
  private static final Set<String> BY_COURSE = Set.of("pools", "pool_heads");

  private final Queue<String> breaches = new ConcurrentLinkedQueue<>();
  private final AtomicInteger checked = new AtomicInteger();

  public List<String> breaches() {
    return List.copyOf(breaches);
  }

  /// How many commands were looked at.
  public int checked() {
    return checked.get();
  }

  @Override
  public void commandStarted(CommandStartedEvent event) {
    if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes call)
        || !call.getRequest().getRequestURI().startsWith("/api/")) {
      return;
    }
    BsonDocument command = event.getCommand();
    switch (event.getCommandName()) {
      case "find" -> check(event, command.getDocument("filter", new BsonDocument()));
      case "aggregate" -> check(event, command.getArray("pipeline").getFirst().asDocument());
      case "count", "findAndModify" ->
          check(event, command.getDocument("query", new BsonDocument()));
      case "update" -> each(event, "updates");
      case "delete" -> each(event, "deletes");
      case "insert" ->
          command
              .getArray("documents", new BsonArray())
              .forEach(document -> check(event, document.asDocument()));
      default -> {
        // Asks about no document.
      }
    }
  }

  private void each(CommandStartedEvent event, String list) {
    for (BsonValue one : event.getCommand().getArray(list, new BsonArray())) {
      check(event, one.asDocument().getDocument("q"));
    }
  }

  private void check(CommandStartedEvent event, BsonDocument filter) {
    String collection = event.getCommand().getString(event.getCommandName()).getValue();
    checked.incrementAndGet();
    // Who reported a question hears that it was withdrawn, of whichever organisation.
    boolean reporters = collection.equals("threads") && filter.toJson().contains("PROBLEM");
    boolean says = BY_COURSE.contains(collection) || reporters;
    if (!says && !filter.toJson().contains("organisationId")) {
      breaches.add(event.getCommandName() + " " + collection + " " + filter.keySet());
    }
  }
}
