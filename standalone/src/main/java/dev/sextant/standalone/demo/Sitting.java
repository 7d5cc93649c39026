package dev.sextant.standalone.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;

/// One simulated learner: joins, sits the assigned exam to its end, and remembers what the API
/// acknowledged.
final class Sitting {
  private final String email;
  private final String name;
  private final double[] abilities;
  private final Random random;
  private final Map<Integer, String> acknowledged = new LinkedHashMap<>();
  private Api api;
  private String sessionId = "";

  Sitting(Api api, String email, String name, double[] abilities, long seed) {
    this.api = api;
    this.email = email;
    this.name = name;
    this.abilities = abilities.clone();
    this.random = new Random(seed);
  }

  double ability(int domain) {
    return abilities[domain];
  }

  String sessionId() {
    return sessionId;
  }

  Api api() {
    return api;
  }

  /// Option by position, as the API acknowledged them.
  Map<Integer, String> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /// Joins the class with its code.
  void join(DemoClass demo, String password) {
    JsonNode joined =
        api.post(
                "/api/auth/join",
                Map.of("code", demo.joinCode(), "name", name, "email", email, "password", password))
            .expect(200, 201);
    api = api.as(joined.at("/accessToken").asString());
  }

  /// Sits the exam until the server says that it is over.
  ///
  /// @param answers counts acknowledged answers
  void sit(DemoClass demo, AnswerKey key, LongAdder answers) {
    JsonNode session =
        api.post(
                "/api/sessions",
                Map.of("examId", demo.examId(), "assignmentId", demo.assignmentId()))
            .expect(200, 201);
    sessionId = session.at("/id").asString();
    while (session.at("/state").asString().equals("IN_PROGRESS")) {
      int position = session.at("/position").asInt();
      JsonNode question = session.at("/question");
      String option = choose(key, question);
      JsonNode reply =
          api.put(
                  "/api/sessions/" + sessionId + "/answers/" + position,
                  Map.of(
                      "questionId",
                      question.at("/id").asString(),
                      "optionId",
                      option,
                      "elapsedMillis",
                      1000 + random.nextInt(60_000)))
              .expect(200);
      acknowledged.put(position, option);
      answers.increment();
      session = reply.at("/session");
    }
  }

  private String choose(AnswerKey key, JsonNode question) {
    String id = question.at("/id").asString();
    String right = "";
    List<String> wrong = new ArrayList<>();
    for (JsonNode option : question.at("/options")) {
      if (key.isRight(id, option.at("/text").asString())) {
        right = option.at("/id").asString();
      } else {
        wrong.add(option.at("/id").asString());
      }
    }
    if (right.isEmpty()) {
      throw new IllegalStateException("no option of " + id + " is the bank's right one");
    }
    return random.nextDouble() < key.chance(id, abilities)
        ? right
        : wrong.get(random.nextInt(wrong.size()));
  }
}
