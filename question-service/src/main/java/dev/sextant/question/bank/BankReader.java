package dev.sextant.question.bank;

import dev.sextant.question.Course;
import dev.sextant.question.Course.Domain;
import dev.sextant.question.Course.Topic;
import dev.sextant.question.Difficulty;
import dev.sextant.question.Exam;
import dev.sextant.question.Level;
import dev.sextant.question.bank.BankQuestion.Calculation;
import dev.sextant.question.bank.BankQuestion.Choice;
import dev.sextant.question.importing.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a bank: `course.yaml`, and per domain a folder with one file per topic.
///
/// Reads on after a fault, so that an author sees all of them at once. A question with a fault is
/// left out of the bank and named in `unreadable`.
public final class BankReader {
  private static final String COURSE_FILE = "course.yaml";

  /// Of the files. A bank that says nothing is of the first. Fields that may be left out can be
  /// added within a format; anything else is the next one, and then both are read.
  private static final int FORMAT = 1;

  private final Instant now;
  private final List<Fault> faults = new ArrayList<>();

  private BankReader(Instant now) {
    this.now = now;
  }

  /// The bank in this folder.
  ///
  /// @param now the time that the course and its exams bear
  /// @throws UncheckedIOException when a file that is there cannot be read
  public static Bank read(Path folder, Instant now) {
    return new BankReader(now).bank(folder);
  }

  private Bank bank(Path folder) {
    Path file = folder.resolve(COURSE_FILE);
    Yaml yaml = null;
    if (Files.isRegularFile(file)) {
      yaml = Yaml.mapping(COURSE_FILE, text(file), faults);
    } else {
      faults.add(new Fault(COURSE_FILE + ":1", "", "is missing"));
    }
    Course course = course(yaml);
    List<Exam> exams = new ArrayList<>();
    if (yaml != null) {
      for (Yaml exam : yaml.items("exams")) {
        exams.add(exam(exam, course));
      }
    }
    List<BankQuestion> questions = new ArrayList<>();
    Map<String, String> places = new HashMap<>();
    for (Domain domain : course.domains()) {
      for (Path topicFile : topicFiles(folder.resolve(domain.id()))) {
        String name = domain.id() + "/" + topicFile.getFileName();
        for (Yaml item : Yaml.list(name, text(topicFile), faults)) {
          int before = faults.size();
          BankQuestion question = question(name, domain.id(), item);
          String elsewhere = places.putIfAbsent(question.id(), question.place());
          if (elsewhere != null) {
            item.fault("the id is taken by the question at " + elsewhere);
          }
          if (faults.size() == before) {
            questions.add(question);
          }
        }
      }
    }
    return new Bank(course, exams, questions, faults);
  }

  private Course course(@Nullable Yaml yaml) {
    if (yaml == null) {
      return new Course("", null, "", List.of(), 1, now);
    }
    yaml.only("format", "id", "title", "domains", "exams");
    if (yaml.has("format") && yaml.whole("format") != FORMAT) {
      yaml.fault(
          "`format` must be %d, the one that this release reads; another release wrote this bank"
              .formatted(FORMAT));
    }
    List<Domain> domains = new ArrayList<>();
    for (Yaml item : yaml.items("domains")) {
      item.only("id", "title", "weight", "cut", "topics");
      List<Topic> topics = new ArrayList<>();
      for (Yaml topic : item.items("topics")) {
        topic.only("id", "title");
        topics.add(new Topic(topic.text("id"), topic.text("title")));
      }
      domains.add(
          new Domain(
              item.text("id"),
              item.text("title"),
              item.number("weight", 1),
              item.number("cut", 0),
              topics));
    }
    return new Course(yaml.text("id"), null, yaml.text("title"), domains, 1, now);
  }

  private Exam exam(Yaml yaml, Course course) {
    yaml.only(
        "id",
        "title",
        "mode",
        "minLength",
        "maxLength",
        "timeLimit",
        "blueprint",
        "passing",
        "stopping",
        "feedback",
        "maxAttempts");
    List<Exam.Share> blueprint = new ArrayList<>();
    for (Yaml share : yaml.items("blueprint")) {
      share.only("domainId", "weight");
      blueprint.add(new Exam.Share(share.text("domainId"), share.number("weight", 1)));
    }
    Exam.Passing passing = Exam.Passing.USUAL;
    Yaml pass = yaml.child("passing");
    if (pass != null) {
      pass.only("cut", "rule");
      passing =
          new Exam.Passing(
              pass.number("cut", passing.cut()),
              pass.oneOf("rule", Exam.PassRule.class, passing.rule()));
    }
    Exam.Stopping stopping = Exam.Stopping.BY_LENGTH;
    Yaml stop = yaml.child("stopping");
    if (stop != null) {
      stop.only("standardError", "confidence");
      stopping =
          new Exam.Stopping(stop.numberOrNull("standardError"), stop.numberOrNull("confidence"));
    }
    return new Exam(
        yaml.text("id"),
        null,
        course.id(),
        yaml.text("title"),
        yaml.oneOf("mode", Exam.Mode.class),
        yaml.whole("minLength"),
        yaml.whole("maxLength"),
        duration(yaml, "timeLimit"),
        blueprint.isEmpty() ? Exam.blueprintOf(course) : blueprint,
        passing,
        stopping,
        yaml.oneOf("feedback", Exam.Feedback.class),
        yaml.has("maxAttempts") ? yaml.whole("maxAttempts") : null,
        1,
        now);
  }

  private static @Nullable Duration duration(Yaml yaml, String name) {
    String text = yaml.textOrNull(name);
    if (text == null) {
      return null;
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      yaml.fault("`" + name + "` must be a duration such as PT45M, was " + text);
      return null;
    }
  }

  private static BankQuestion question(String file, String domainId, Yaml yaml) {
    yaml.only(
        "id",
        "topics",
        "difficulty",
        "level",
        "stem",
        "key",
        "options",
        "explanation",
        "source",
        "calculations",
        "code",
        "enemies");
    Map<String, Choice> options = new LinkedHashMap<>();
    Yaml choices = yaml.child("options");
    if (choices == null) {
      yaml.fault("`options` is missing");
    } else {
      for (String letter : choices.names()) {
        if (!letter.matches("[A-J]")) {
          choices.fault("option `" + letter + "` must be called by a letter from A to J");
        }
        Yaml choice = choices.child(letter);
        if (choice != null) {
          choice.only("text", "why");
          options.put(letter, new Choice(choice.text("text"), choice.text("why")));
        }
      }
    }
    String key = yaml.text("key");
    if (!options.containsKey(key)) {
      yaml.fault("`key` must be the letter of an option, was `" + key + "`");
    }
    List<Calculation> calculations = new ArrayList<>();
    for (Yaml item : yaml.items("calculations")) {
      item.only("option", "expression", "answer");
      calculations.add(
          new Calculation(item.text("option"), item.text("expression"), item.text("answer")));
    }
    List<String> topics = yaml.texts("topics");
    if (topics.isEmpty()) {
      yaml.fault("`topics` must name at least one topic");
    }
    return new BankQuestion(
        file,
        yaml.line(),
        domainId,
        yaml.text("id"),
        topics,
        yaml.oneOf("difficulty", Difficulty.class),
        yaml.oneOf("level", Level.class),
        yaml.text("stem"),
        key,
        options,
        yaml.text("explanation"),
        yaml.textOrNull("source"),
        calculations,
        yaml.flag("code", true),
        yaml.texts("enemies"));
  }

  private List<Path> topicFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      faults.add(new Fault(folder.getFileName() + ":1", "", "the domain's folder is missing"));
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
