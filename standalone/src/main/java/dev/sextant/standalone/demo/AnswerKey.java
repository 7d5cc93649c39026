package dev.sextant.standalone.demo;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.AuthorPrior;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import dev.sextant.psychometrics.calibration.Difficulty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What simulated learners need to know of the bank: the text of each right option, and how hard
/// each question truly is.
///
/// The truth is drawn from what authors' levels are believed to say (`AuthorPrior`, with its
/// spread), so the exam engine, which knows the levels only, is as ignorant as on the first day of
/// a new bank.
final class AnswerKey {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<String> domains = new ArrayList<>();
  private final Map<String, Entry> entries = new HashMap<>();

  private record Entry(String rightText, Item truth) {}

  /// Reads the bank.
  ///
  /// @param bank the folder with `course.yaml`
  /// @param seed of the true parameters
  AnswerKey(Path bank, long seed) {
    var random = new Random(seed);
    for (JsonNode domain : yaml(bank.resolve("course.yaml")).at("/domains")) {
      domains.add(domain.at("/id").asString());
    }
    for (int d = 0; d < domains.size(); d++) {
      for (Path file : files(bank.resolve(domains.get(d)))) {
        for (JsonNode question : yaml(file)) {
          add(question, d, random);
        }
      }
    }
  }

  /// The course's domains in their order.
  List<String> domains() {
    return List.copyOf(domains);
  }

  /// True when this is the text of the right option.
  boolean isRight(String questionId, String optionText) {
    return entry(questionId).rightText.equals(optionText.strip());
  }

  /// The probability that somebody of these abilities knows or guesses the answer.
  double chance(String questionId, double[] abilities) {
    Item item = entry(questionId).truth;
    double z = item.a() * (abilities[item.domain()] - item.b());
    return item.c() + (item.d() - item.c()) / (1 + Math.exp(-z));
  }

  private Entry entry(String questionId) {
    Entry entry = entries.get(questionId);
    if (entry == null) {
      throw new IllegalStateException("the bank's files do not hold question " + questionId);
    }
    return entry;
  }

  private void add(JsonNode question, int domain, Random random) {
    String id = question.at("/id").asString();
    JsonNode options = question.at("/options");
    JsonNode right = options.at("/" + question.at("/key").asString());
    CalibratedItem prior =
        AuthorPrior.item(
            id, domain, Difficulty.valueOf(question.at("/difficulty").asString()), options.size());
    Item middle = prior.item();
    Item truth =
        Item.threeParameter(
            id,
            domain,
            middle.a() * Math.exp(AuthorPrior.SPREAD_OF_LOG_A * random.nextGaussian()),
            middle.b() + AuthorPrior.SPREAD_OF_B * random.nextGaussian(),
            middle.c());
    entries.put(id, new Entry(right.at("/text").asString().strip(), truth));
  }

  private static List<Path> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private static JsonNode yaml(Path file) {
    try (var reader = Files.newBufferedReader(file)) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      return JSON.valueToTree(tree);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
