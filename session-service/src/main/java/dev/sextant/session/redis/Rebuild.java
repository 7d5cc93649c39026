package dev.sextant.session.redis;

import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.AnswerRestored;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts sessions back from their events. What Redis knows as well or better stays, so that it does
/// no harm to do it twice.
public final class Rebuild {
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);

  private final Store store;
  private final Keys keys;
  private final SessionSettings settings;
  private final SessionHash hash = new SessionHash();

  Rebuild(Store store, Keys keys, SessionSettings settings) {
    this.store = store;
    this.keys = keys;
    this.settings = settings;
  }

  /// What became of a session.
  public enum Outcome {
    RESTORED,
    /// Redis knows it as well or better.
    KEPT,
    /// Its events do not tell all of it.
    INCOMPLETE
  }

  /// Puts a session back.
  ///
  /// @param stored its events as JSON, from the start on, without gaps
  public Outcome restore(List<String> stored) {
    List<ExamEvent> events =
        stored.stream().map(e -> EVENTS.read(e.getBytes(StandardCharsets.UTF_8))).toList();
    if (!(events.getFirst() instanceof SessionStarted started) || started.asked().isEmpty()) {
      return Outcome.INCOMPLETE;
    }
    Map<String, String> fields = hash.rebuilt(events);
    int bucket = Keys.bucketOf(started.learnerId());
    var id = new SessionId(started.sessionId());
    Counted known = counted(store.ask(redis -> redis.lrange(keys.events(bucket, id), 0, -1)));
    Counted told = countedIn(events);
    boolean isLive = !fields.containsKey("finishedAt");
    List<String> names =
        new ArrayList<>(
            keys.ofSession(
                id,
                started.learnerId(),
                started.exam().examId(),
                started.classId(),
                started.assignmentId()));
    names.add(keys.mine(bucket, started.learnerId()));
    names.add(keys.attempts(bucket, started.learnerId(), started.exam().examId()));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                id.value(),
                fields.getOrDefault("seq", "0"),
                fields.getOrDefault("startedAt", "0"),
                fields.getOrDefault("deadline", ""),
                SessionHash.orEmpty(started.classId()),
                SessionHash.orEmpty(started.assignmentId()),
                Integer.toString(started.attempt()),
                isLive ? "" : Long.toString(settings.keepFinished().toMillis()),
                Long.toString(told.accepted() - known.accepted()),
                Long.toString(told.superseded() - known.superseded()),
                Integer.toString(2 * fields.size())));
    fields.forEach(
        (field, value) -> {
          arguments.add(field);
          arguments.add(value);
        });
    arguments.addAll(stored);
    return Outcome.valueOf(store.run(Script.REBUILD, names, arguments).getFirst());
  }

  private static Counted counted(List<String> stored) {
    return countedIn(
        stored.stream().map(e -> EVENTS.read(e.getBytes(StandardCharsets.UTF_8))).toList());
  }

  private static Counted countedIn(List<ExamEvent> events) {
    long answers = 0;
    Set<Integer> positions = new HashSet<>();
    for (ExamEvent event : events) {
      if (event instanceof AnswerAccepted accepted) {
        answers++;
        positions.add(accepted.position());
      } else if (event instanceof AnswerRestored restored) {
        answers++;
        positions.add(restored.position());
      }
    }
    return new Counted(positions.size(), answers - positions.size());
  }

  private record Counted(long accepted, long superseded) {}
}
