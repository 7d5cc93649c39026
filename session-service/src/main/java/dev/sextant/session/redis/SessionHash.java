package dev.sextant.session.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.AnswerRestored;
import dev.sextant.contracts.AskedRecord;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.PickRecord;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.contracts.TimeAdded;
import dev.sextant.servicekit.Json;
import dev.sextant.session.Answer;
import dev.sextant.session.Asked;
import dev.sextant.session.EndReason;
import dev.sextant.session.Exam;
import dev.sextant.session.FreshSession;
import dev.sextant.session.GradedAnswer;
import dev.sextant.session.LateAnswer;
import dev.sextant.session.QuestionRef;
import dev.sextant.session.Session;
import dev.sextant.session.SessionId;
import dev.sextant.session.SessionProgress;
import dev.sextant.session.Signal;
import dev.sextant.session.Step;
import dev.sextant.session.TimeGrant;
import dev.sextant.session.snapshots.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How a session stands in its hash, and how the bodies of its events are written before the script
/// gives them sequence and time.
///
/// Fields: `learner org class assignment exam mode pool state startedAt deadline lastAt seq asked
/// answered reason finishedAt seat seats signals`, `q:<position>` a question asked, `a:<position>`
/// an answer. Times are milliseconds since 1970; an absent value is an empty string.
final class SessionHash {
  /// What `one` reads.
  static final String[] PROGRESS = {
    "learner",
    "org",
    "class",
    "assignment",
    "exam",
    "state",
    "deadline",
    "lastAt",
    "answered",
    "asked",
    "seats",
    "signals"
  };

  private final JsonMapper json = Json.tolerant();

  /// Exams by their stored form: sessions of one exam share one object.
  private final Cache<String, Exam> exams = Caffeine.newBuilder().maximumSize(1_000).build();

  /// The fields of a session that starts, those aside that the script sets.
  List<String> fields(FreshSession fresh) {
    List<String> fields = new ArrayList<>();
    put(fields, "org", fresh.organisationId());
    put(fields, "class", orEmpty(fresh.classId()));
    put(fields, "assignment", orEmpty(fresh.assignmentId()));
    put(fields, "exam", json.writeValueAsString(Snapshots.of(fresh.exam())));
    put(fields, "mode", fresh.exam().mode().name());
    put(fields, "pool", Long.toString(fresh.poolRevision()));
    put(fields, "asked", Integer.toString(fresh.asked().size()));
    for (Asked asked : fresh.asked()) {
      put(fields, "q:" + asked.position(), question(asked));
    }
    return fields;
  }

  /// The session that has just started.
  Session started(FreshSession fresh, Instant at, @Nullable Instant deadline) {
    return new Session(
        fresh.id(),
        fresh.learnerId(),
        fresh.organisationId(),
        fresh.classId(),
        fresh.assignmentId(),
        fresh.exam(),
        fresh.poolRevision(),
        Session.State.IN_PROGRESS,
        at,
        deadline,
        null,
        1,
        fresh.asked(),
        Map.of());
  }

  /// The session in a hash.
  Session read(SessionId id, Map<String, String> hash) {
    int count = Integer.parseInt(need(hash, "asked"));
    List<Asked> asked = new ArrayList<>(count);
    Map<Integer, Answer> answers = new HashMap<>();
    for (int position = 1; position <= count; position++) {
      var question = json.readValue(need(hash, "q:" + position), StoredQuestion.class);
      var ref = new QuestionRef(question.id(), question.version());
      asked.add(new Asked(position, ref, question.domainId(), Snapshots.pick(question.pick())));
      String answer = hash.get("a:" + position);
      if (answer != null) {
        answers.put(position, answer(position, ref, answer));
      }
    }
    return new Session(
        id,
        need(hash, "learner"),
        need(hash, "org"),
        orNull(hash.get("class")),
        orNull(hash.get("assignment")),
        exam(need(hash, "exam")),
        Long.parseLong(need(hash, "pool")),
        Session.State.valueOf(need(hash, "state")),
        Instant.ofEpochMilli(Long.parseLong(need(hash, "startedAt"))),
        instant(hash.get("deadline")),
        instant(hash.get("finishedAt")),
        Long.parseLong(need(hash, "seq")),
        asked,
        answers);
  }

  Exam exam(String stored) {
    return exams.get(stored, s -> Snapshots.exam(json.readValue(s, ExamSnapshot.class)));
  }

  /// An answer as the script stored it.
  Answer answer(int position, QuestionRef question, String stored) {
    var answer = json.readValue(stored, StoredAnswer.class);
    return new Answer(
        position,
        question,
        answer.optionId(),
        answer.correct(),
        answer.elapsedMillis(),
        answer.revision(),
        answer.sequence(),
        Instant.ofEpochMilli(answer.at()));
  }

  /// An answer as it is stored, without what the script adds.
  String answer(GradedAnswer answer) {
    ObjectNode node = json.createObjectNode();
    node.put("optionId", answer.optionId());
    node.put("correct", answer.correct());
    node.put("elapsedMillis", answer.elapsedMillis());
    return json.writeValueAsString(node);
  }

  /// What a step leaves behind: the question as it is stored, or the reason to stop.
  String following(Step step) {
    return switch (step) {
      case Step.Ask(var question, var domainId, var pick) ->
          question(new Asked(1, question, domainId, pick));
      case Step.Stop(var reason) -> reason.name();
      case Step.Stay stay -> "";
    };
  }

  /// A question as it is stored.
  String question(Asked asked) {
    return json.writeValueAsString(
        new StoredQuestion(
            asked.question().id(),
            asked.question().version(),
            asked.domainId(),
            Snapshots.of(asked.pick())));
  }

  /// `SessionStarted` without sequence, time, deadline and attempt.
  String startedBody(FreshSession fresh) {
    return body(
        new SessionStarted(
            fresh.id().value(),
            fresh.organisationId(),
            fresh.learnerId(),
            0,
            Instant.EPOCH,
            fresh.classId(),
            fresh.assignmentId(),
            Snapshots.of(fresh.exam()),
            fresh.poolRevision(),
            null,
            fresh.asked().stream().map(SessionHash::record).toList(),
            0),
        "deadline",
        "attempt");
  }

  private static AskedRecord record(Asked asked) {
    return new AskedRecord(
        asked.question().id(),
        asked.question().version(),
        asked.domainId(),
        Snapshots.of(asked.pick()));
  }

  /// The hash of a session that is known by its events alone, which begin with its start and have
  /// no gap: what the scripts would have written, with the seat and its counters aside.
  Map<String, String> rebuilt(List<ExamEvent> events) {
    Map<String, String> hash = new LinkedHashMap<>();
    for (ExamEvent event : events) {
      switch (event) {
        case SessionStarted started -> begin(hash, started);
        case AnswerAccepted e -> {
          answer(
              hash,
              e.position(),
              new AskedRecord(e.questionId(), e.questionVersion(), e.domainId(), e.pick()),
              new StoredAnswer(
                  e.optionId(),
                  e.correct(),
                  e.elapsedMillis(),
                  e.revision(),
                  e.sequence(),
                  e.at().toEpochMilli()));
          AskedRecord next = e.next();
          if (next != null) {
            ask(hash, e.position() + 1, next);
          }
        }
        case AnswerRestored e ->
            answer(
                hash,
                e.position(),
                new AskedRecord(e.questionId(), e.questionVersion(), e.domainId(), e.pick()),
                new StoredAnswer(
                    e.optionId(),
                    e.correct(),
                    e.elapsedMillis(),
                    e.revision(),
                    e.sequence(),
                    e.at().toEpochMilli()));
        case TimeAdded added -> hash.put("deadline", millis(added.deadline()));
        case SessionFinished finished -> {
          boolean isExpired = finished.reason().equals(EndReason.TIME.name());
          hash.put("state", (isExpired ? Session.State.EXPIRED : Session.State.COMPLETED).name());
          hash.put("reason", finished.reason());
          hash.put("finishedAt", millis(finished.at()));
        }
      }
      long last = Math.max(number(hash, "lastAt"), event.at().toEpochMilli());
      hash.put("lastAt", Long.toString(last));
      hash.put("seq", Long.toString(event.sequence() + 1));
    }
    return hash;
  }

  private void begin(Map<String, String> hash, SessionStarted started) {
    hash.put("learner", started.learnerId());
    hash.put("org", started.organisationId());
    hash.put("class", orEmpty(started.classId()));
    hash.put("assignment", orEmpty(started.assignmentId()));
    hash.put("exam", json.writeValueAsString(started.exam()));
    hash.put("mode", started.exam().mode());
    hash.put("pool", Long.toString(started.poolRevision()));
    hash.put("state", Session.State.IN_PROGRESS.name());
    hash.put("startedAt", millis(started.at()));
    hash.put("deadline", millis(started.deadline()));
    hash.put("answered", "0");
    for (int i = 0; i < started.asked().size(); i++) {
      ask(hash, i + 1, started.asked().get(i));
    }
  }

  private void ask(Map<String, String> hash, int position, AskedRecord asked) {
    hash.put("q:" + position, question(asked));
    hash.put("asked", Long.toString(Math.max(number(hash, "asked"), position)));
  }

  private static long number(Map<String, String> hash, String field) {
    return Long.parseLong(hash.getOrDefault(field, "0"));
  }

  private String question(AskedRecord asked) {
    return json.writeValueAsString(
        new StoredQuestion(
            asked.questionId(), asked.questionVersion(), asked.domainId(), asked.pick()));
  }

  private void answer(
      Map<String, String> hash, int position, AskedRecord question, StoredAnswer answer) {
    ask(hash, position, question);
    String field = "a:" + position;
    hash.put(
        "answered", Long.toString(number(hash, "answered") + (hash.containsKey(field) ? 0 : 1)));
    hash.put(field, json.writeValueAsString(answer));
  }

  /// `AnswerAccepted` without sequence, time and revision.
  String acceptedBody(Session session, GradedAnswer answer, Step step) {
    Asked asked = answer.asked();
    return body(
        new AnswerAccepted(
            session.id().value(),
            session.organisationId(),
            session.learnerId(),
            0,
            Instant.EPOCH,
            asked.position(),
            0,
            asked.question().id(),
            asked.question().version(),
            asked.domainId(),
            answer.optionId(),
            answer.correct(),
            answer.elapsedMillis(),
            Snapshots.of(asked.pick()),
            switch (step) {
              case Step.Ask(var question, var domainId, var pick) ->
                  record(new Asked(1, question, domainId, pick));
              case Step.Stop stop -> null;
              case Step.Stay stay -> null;
            }),
        "revision");
  }

  /// `AnswerRestored` without sequence, time, revision and count.
  String restoredBody(Session session, GradedAnswer answer) {
    Asked asked = answer.asked();
    return body(
        new AnswerRestored(
            session.id().value(),
            session.organisationId(),
            session.learnerId(),
            0,
            Instant.EPOCH,
            asked.position(),
            0,
            asked.question().id(),
            asked.question().version(),
            asked.domainId(),
            answer.optionId(),
            answer.correct(),
            answer.elapsedMillis(),
            Snapshots.of(asked.pick()),
            0),
        "revision",
        "answered");
  }

  /// `SessionFinished` without sequence, time, reason and count.
  String finishedBody(Session session) {
    return body(
        new SessionFinished(
            session.id().value(),
            session.organisationId(),
            session.learnerId(),
            0,
            Instant.EPOCH,
            "",
            0),
        "reason",
        "answered");
  }

  /// `TimeAdded` without sequence, time and deadline.
  String timeBody(Session session, TimeGrant grant) {
    return body(
        new TimeAdded(
            session.id().value(),
            session.organisationId(),
            session.learnerId(),
            0,
            Instant.EPOCH,
            grant.add(),
            grant.reason().name(),
            grant.note(),
            grant.by(),
            Instant.EPOCH),
        "deadline");
  }

  static String signal(Signal signal) {
    return signal.type() + " " + signal.at();
  }

  static Signal signal(String stored) {
    int space = stored.indexOf(' ');
    return new Signal(
        Signal.Type.valueOf(stored.substring(0, space)),
        Instant.parse(stored.substring(space + 1)));
  }

  /// A late answer from its place, `position:option`, and its time.
  static LateAnswer late(Session session, String place, String at) {
    int colon = place.indexOf(':');
    int position = Integer.parseInt(place.substring(0, colon));
    return new LateAnswer(
        position,
        session.askedAt(position).orElseThrow().question().id(),
        place.substring(colon + 1),
        Instant.ofEpochMilli(Long.parseLong(at)));
  }

  /// How a session stands, from the fields of `PROGRESS`; empty when its hash is gone.
  Optional<SessionProgress> progress(
      SessionId id, List<@Nullable String> fields, @Nullable String seenAt) {
    String learner = fields.get(0);
    String organisation = fields.get(1);
    String exam = fields.get(4);
    String state = fields.get(5);
    if (learner == null || organisation == null || exam == null || state == null) {
      return Optional.empty();
    }
    Instant lastAt = Instant.ofEpochMilli(Long.parseLong(String.valueOf(fields.get(7))));
    Instant seen = instant(seenAt);
    int answered = Integer.parseInt(String.valueOf(fields.get(8)));
    int asked = Integer.parseInt(String.valueOf(fields.get(9)));
    return Optional.of(
        new SessionProgress(
            id,
            learner,
            organisation,
            orNull(fields.get(2)),
            orNull(fields.get(3)),
            exam(exam).id(),
            Session.State.valueOf(state),
            Math.min(answered + 1, asked),
            instant(fields.get(6)),
            seen != null && seen.isAfter(lastAt) ? seen : lastAt,
            count(fields.get(11)),
            count(fields.get(10))));
  }

  private static int count(@Nullable String stored) {
    return stored == null ? 0 : Integer.parseInt(stored);
  }

  private String body(ExamEvent event, String... without) {
    ObjectNode body = json.createObjectNode();
    body.put("type", event.getClass().getSimpleName());
    body.setAll(json.<ObjectNode>valueToTree(event));
    body.remove("sequence");
    body.remove("at");
    for (String field : without) {
      body.remove(field);
    }
    return json.writeValueAsString(body);
  }

  static @Nullable Instant instant(@Nullable String millis) {
    return millis == null || millis.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(millis));
  }

  static String millis(@Nullable Instant instant) {
    return instant == null ? "" : Long.toString(instant.toEpochMilli());
  }

  static @Nullable String orNull(@Nullable String stored) {
    return stored == null || stored.isEmpty() ? null : stored;
  }

  static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static void put(List<String> fields, String name, String value) {
    fields.add(name);
    fields.add(value);
  }

  private static String need(Map<String, String> hash, String field) {
    String value = hash.get(field);
    if (value == null) {
      throw new IllegalStateException("a session's hash must have " + field);
    }
    return value;
  }

  private record StoredQuestion(String id, int version, String domainId, PickRecord pick) {}

  private record StoredAnswer(
      String optionId, boolean correct, long elapsedMillis, int revision, long sequence, long at) {}
}
