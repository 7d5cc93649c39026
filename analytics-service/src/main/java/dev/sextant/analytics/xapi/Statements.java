package dev.sextant.analytics.xapi;

import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.results.Judgement.Result;
import dev.sextant.analytics.results.Readings.SessionReading;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// A session that is over as xAPI 1.0.3 statements: initialized, answered once a position,
/// completed, and passed or failed where that was decided.
///
/// The same session always gives the same statements with the same ids, so that an endpoint knows a
/// repeat. Nothing is told before the end, and the key of a question never: what a learner chose
/// and whether it was right is all. Of the person there is the account's opaque id.
///
/// @param home the address under which activities and accounts are named
public record Statements(URI home) {
  /// Names the ids below it; drawn once.
  private static final UUID NAMESPACE = UUID.fromString("6f0c3b5e-8f5b-4c55-9d0e-0a3f5d0b7c11");

  private static final String VERBS = "http://adlnet.gov/expapi/verbs/";
  private static final String ACTIVITIES = "http://adlnet.gov/expapi/activities/";
  private static final String LANGUAGE = "en";

  /// The statements of a session; none before it is final.
  public List<Map<String, Object>> of(SessionReading session) {
    Result result = session.result();
    Instant end = result.finishedAt();
    if (!result.state().equals("FINAL") || end == null) {
      return List.of();
    }
    Map<String, Object> exam = exam(result);
    List<Map<String, Object>> all = new ArrayList<>();
    all.add(statement(session, "initialized", "initialized", exam, result.startedAt()));
    for (Answer answer : session.answers()) {
      all.add(answered(session, answer, exam));
    }
    Map<String, Object> completed = statement(session, "completed", "completed", exam, end);
    completed.put("result", outcome(result, Duration.between(result.startedAt(), end)));
    all.add(completed);
    Boolean passed = result.decision().passed();
    if (passed != null) {
      Map<String, Object> decided =
          statement(session, "decided", passed ? "passed" : "failed", exam, end);
      decided.put("result", outcome(result, Duration.between(result.startedAt(), end)));
      all.add(decided);
    }
    return all;
  }

  private Map<String, Object> answered(
      SessionReading session, Answer answer, Map<String, Object> exam) {
    Map<String, Object> question =
        activity(
            "questions",
            answer.questionId(),
            Map.of("type", ACTIVITIES + "cmi.interaction", "interactionType", "choice"));
    Map<String, Object> answered =
        statement(session, "answered-" + answer.position(), "answered", question, answer.at());
    answered.put(
        "result",
        Map.of(
            "success", answer.correct(),
            "response", answer.optionId(),
            "duration", seconds(Duration.ofMillis(Math.max(0, answer.elapsedMillis())))));
    Map<String, Object> context = context(session);
    context.put(
        "contextActivities",
        Map.of("parent", List.of(exam), "grouping", List.of(course(session.result()))));
    context.put(
        "extensions",
        Map.of(
            home.resolve("/xapi/position").toString(), answer.position(),
            home.resolve("/xapi/question-version").toString(), answer.questionVersion(),
            home.resolve("/xapi/domain").toString(), answer.domainId()));
    answered.put("context", context);
    return answered;
  }

  private Map<String, Object> statement(
      SessionReading session, String part, String verb, Map<String, Object> object, Instant at) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("id", id(session.id() + "/" + part).toString());
    statement.put(
        "actor",
        Map.of(
            "objectType",
            "Agent",
            "account",
            Map.of("homePage", home.toString(), "name", session.learnerId())));
    statement.put("verb", Map.of("id", VERBS + verb, "display", Map.of(LANGUAGE, verb)));
    statement.put("object", object);
    Map<String, Object> context = context(session);
    context.put("contextActivities", Map.of("grouping", List.of(course(session.result()))));
    statement.put("context", context);
    statement.put("timestamp", at.toString());
    statement.put("version", "1.0.3");
    return statement;
  }

  private static Map<String, Object> context(SessionReading session) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("registration", id(session.id()).toString());
    context.put("platform", "Sextant");
    return context;
  }

  private static Map<String, Object> outcome(Result result, Duration taken) {
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("completion", true);
    Boolean passed = result.decision().passed();
    if (passed != null) {
      outcome.put("success", passed);
    }
    if (result.answered() > 0) {
      outcome.put(
          "score",
          Map.of(
              "scaled",
              result.score() / (double) result.answered(),
              "raw",
              result.score(),
              "min",
              0,
              "max",
              result.answered()));
    }
    outcome.put("duration", seconds(taken));
    return outcome;
  }

  private Map<String, Object> exam(Result result) {
    return activity(
        "exams",
        result.examId(),
        Map.of("type", ACTIVITIES + "assessment", "name", Map.of(LANGUAGE, result.title())));
  }

  private Map<String, Object> course(Result result) {
    return activity("courses", result.courseId(), Map.of("type", ACTIVITIES + "course"));
  }

  private Map<String, Object> activity(String kind, String id, Map<String, Object> definition) {
    return Map.of(
        "objectType",
        "Activity",
        "id",
        home.resolve("/xapi/" + kind + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8))
            .toString(),
        "definition",
        definition);
  }

  /// ISO 8601 in seconds to hundredths, as xAPI 1.0.3, 4.2.7 compares durations.
  private static String seconds(Duration duration) {
    return "PT" + String.format(Locale.ROOT, "%.2f", duration.toMillis() / 1000.0) + "S";
  }

  /// A version 5 UUID (RFC 9562, 5.5) of a name.
  static UUID id(String name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(NAMESPACE.getMostSignificantBits())
              .putLong(NAMESPACE.getLeastSignificantBits())
              .array());
      ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
      long high = (digest.getLong() & ~0xF000L) | 0x5000L;
      long low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is part of every JDK", e);
    }
  }
}
