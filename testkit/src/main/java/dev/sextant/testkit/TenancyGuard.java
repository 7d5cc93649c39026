package dev.sextant.testkit;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Notes every command that a call of the public API sends to the database and that does not say of
/// which organisation. Other services and work in the background ask for all organisations.
public final class TenancyGuard implements CommandListener {
  private final Predicate<Asked> ofNobody;
  private final Queue<String> breaches = new ConcurrentLinkedQueue<>();
  private final AtomicInteger checked = new AtomicInteger();

  /// @param ofNobody what a service may ask without an organisation; it says why where it names it
  public TenancyGuard(Predicate<Asked> ofNobody) {
    this.ofNobody = ofNobody;
  }

  /// What one command asks for.
  ///
  /// @param path of the call it is made for
  public record Asked(String path, String collection, BsonDocument filter) {}

  public List<String> breaches() {
    return List.copyOf(breaches);
  }

  /// How many commands were looked at.
  public int checked() {
    return checked.get();
  }

  @Override
  public void commandStarted(CommandStartedEvent event) {
    if (!path().startsWith("/api/")) {
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
    if (!filter.toJson().contains("organisationId")
        && !ofNobody.test(new Asked(path(), collection, filter))) {
      breaches.add(event.getCommandName() + " " + collection + " " + filter.keySet());
    }
  }

  /// Empty outside of a call.
  private static String path() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes call
        ? call.getRequest().getRequestURI()
        : "";
  }
}
