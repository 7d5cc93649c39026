package dev.sextant.question;

import dev.sextant.question.Course.Domain;
import dev.sextant.question.Course.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A small course and what belongs to it.
public final class Samples {
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  public static final Author PLATFORM = new Author(null, true, true);

  private Samples() {}

  public static Course course(String id, @Nullable String owner) {
    return new Course(
        id,
        owner,
        "Navigation",
        List.of(
            new Domain("stars", "Stars", 1, 0, List.of(new Topic("altitude", "Altitude"))),
            new Domain("tides", "Tides", 2, 0.5, List.of())),
        1,
        NOON);
  }

  public static QuestionContent content(String courseId, String stem) {
    return new QuestionContent(
        courseId,
        "stars",
        List.of("altitude"),
        Difficulty.MEDIUM,
        Level.APPLY,
        stem,
        List.of(
            new Option("a1", "With a sextant", true, "It measures the angle."),
            new Option("b2", "With a compass", false, "It gives the bearing."),
            new Option("c3", "With a log line", false, "It gives the speed.")),
        "The altitude is an angle.",
        "Bowditch, The American Practical Navigator",
        List.of());
  }

  public static Exam exam(String id, @Nullable String owner, String courseId) {
    return new Exam(
        id,
        owner,
        courseId,
        "A watch",
        Exam.Mode.ADAPTIVE,
        5,
        10,
        Duration.ofMinutes(30),
        List.of(new Exam.Share("tides", 2), new Exam.Share("stars", 1)),
        new Exam.Passing(0.5, Exam.PassRule.EVERY_DOMAIN),
        new Exam.Stopping(0.3, null),
        Exam.Feedback.AT_END,
        3,
        1,
        NOON);
  }

  public static String fresh() {
    return UUID.randomUUID().toString();
  }
}
