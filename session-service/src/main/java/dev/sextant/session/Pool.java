package dev.sextant.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What sessions of a course may ask, at one revision. Immutable: a change makes the next revision.
///
/// Holds no text and no key. The order of the domains is the order of the ability vector.
public final class Pool {
  private final String courseId;
  private final long revision;
  private final List<Domain> domains;
  private final List<Entry> entries;
  private final Map<String, Entry> byId;
  private final Map<String, Integer> domainIndex;

  public Pool(String courseId, long revision, List<Domain> domains, List<Entry> entries) {
    this.courseId = courseId;
    this.revision = revision;
    this.domains = List.copyOf(domains);
    this.domainIndex = HashMap.newHashMap(domains.size());
    for (Domain domain : this.domains) {
      domainIndex.put(domain.id(), domainIndex.size());
    }
    this.entries = entries.stream().filter(e -> domainIndex.containsKey(e.domainId())).toList();
    this.byId = HashMap.newHashMap(this.entries.size());
    this.entries.forEach(entry -> byId.put(entry.question().id(), entry));
  }

  public String courseId() {
    return courseId;
  }

  public long revision() {
    return revision;
  }

  public List<Domain> domains() {
    return domains;
  }

  public List<Entry> entries() {
    return entries;
  }

  /// The entry of a question.
  public Optional<Entry> find(String questionId) {
    return Optional.ofNullable(byId.get(questionId));
  }

  /// Where the domain stands in the ability vector.
  ///
  /// @throws IllegalArgumentException when the course has no such domain
  public int domainIndex(String domainId) {
    Integer index = domainIndex.get(domainId);
    if (index == null) {
      throw new IllegalArgumentException(
          "domain must be one of " + domainIndex.keySet() + ", was " + domainId);
    }
    return index;
  }

  /// A domain of the course.
  ///
  /// @param cut the ability that counts as mastery, in logits
  public record Domain(String id, String title, double cut) {}

  /// A question as the choice sees it.
  ///
  /// @param options how many there are to choose from
  /// @param enemies ids of questions that must not be asked beside it
  public record Entry(
      QuestionRef question,
      String domainId,
      List<String> topics,
      Difficulty difficulty,
      int options,
      List<String> enemies) {
    public Entry {
      topics = List.copyOf(topics);
      enemies = List.copyOf(enemies);
    }
  }

  /// How hard the author says a question is.
  public enum Difficulty {
    EASY,
    MEDIUM,
    HARD
  }
}
