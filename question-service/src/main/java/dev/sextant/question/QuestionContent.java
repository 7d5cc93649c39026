package dev.sextant.question;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an author writes: everything of a question but its identity and its history.
///
/// @param topics ids, the first is where it is filed
/// @param level null where the author did not say
/// @param source something to read further, by author and title; null where there is none
/// @param enemies questions that may not stand in one exam with it, because one gives away another
public record QuestionContent(
    String courseId,
    String domainId,
    List<String> topics,
    Difficulty difficulty,
    @Nullable Level level,
    String stem,
    List<Option> options,
    String explanation,
    @Nullable String source,
    List<String> enemies) {
  /// API.md: 2–10 options, exactly one correct.
  public static final int MIN_OPTIONS = 2;

  public static final int MAX_OPTIONS = 10;

  public QuestionContent {
    topics = List.copyOf(topics);
    options = List.copyOf(options);
    enemies = List.copyOf(enemies);
  }

  /// The right option.
  ///
  /// @throws IllegalStateException when there is none, which `flaws` would have said
  public Option key() {
    return options.stream()
        .filter(Option::correct)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a question has one correct option"));
  }

  /// The same with this option as the right one. What is said of the options stays: their author
  /// knows what to say instead.
  public QuestionContent keyed(String optionId) {
    return new QuestionContent(
        courseId,
        domainId,
        topics,
        difficulty,
        level,
        stem,
        options.stream()
            .map(o -> new Option(o.id(), o.text(), o.id().equals(optionId), o.rationale()))
            .toList(),
        explanation,
        source,
        enemies);
  }

  public Optional<Option> option(String optionId) {
    return options.stream().filter(option -> option.id().equals(optionId)).findFirst();
  }

  /// What makes this content impossible in its course; empty when it is fine.
  public List<Flaw> flaws(Course course) {
    List<Flaw> flaws = new ArrayList<>();
    if (course.domain(domainId).isEmpty()) {
      flaws.add(new Flaw("/domainId", "must be a domain of " + course.id() + ", was " + domainId));
    }
    if (options.size() < MIN_OPTIONS || options.size() > MAX_OPTIONS) {
      flaws.add(
          new Flaw(
              "/options",
              "must be %d to %d options, was %d"
                  .formatted(MIN_OPTIONS, MAX_OPTIONS, options.size())));
    }
    long correct = options.stream().filter(Option::correct).count();
    if (correct != 1) {
      flaws.add(new Flaw("/options", "must hold exactly one correct option, was " + correct));
    }
    Set<String> ids = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < options.size(); i++) {
      if (!ids.add(options.get(i).id())) {
        flaws.add(new Flaw("/options/" + i + "/id", "must be unique within the question"));
      }
      if (!texts.add(options.get(i).text().strip())) {
        flaws.add(new Flaw("/options/" + i + "/text", "must differ from the other options"));
      }
    }
    return flaws;
  }
}
