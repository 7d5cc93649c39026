package dev.sextant.question;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What exams of a course could ask at one moment. A pool never changes; the next has the next
/// revision.
///
/// @param domains in the order of the course, which is the order of the ability vector
public record Pool(
    String courseId, long revision, List<PoolDomain> domains, List<PoolQuestion> questions) {

  public Pool {
    domains = List.copyOf(domains);
    questions = List.copyOf(questions);
  }

  /// A domain as the exam sees it.
  public record PoolDomain(String id, String title, double cut) {}

  /// A question as the selection sees it: neither text nor key.
  public record PoolQuestion(
      String id,
      int version,
      String domainId,
      List<String> topics,
      Difficulty difficulty,
      int options,
      List<String> enemies) {
    public PoolQuestion {
      topics = List.copyOf(topics);
      enemies = List.copyOf(enemies);
    }
  }

  /// The pool of a course with these live questions.
  public static Pool of(Course course, long revision, List<PoolQuestion> questions) {
    return new Pool(
        course.id(),
        revision,
        course.domains().stream().map(d -> new PoolDomain(d.id(), d.title(), d.cut())).toList(),
        questions);
  }

  /// Whether both hold the same, whatever their revisions.
  public boolean holdsWhat(Pool other) {
    return domains.equals(other.domains) && questions.equals(other.questions);
  }

  /// How many questions each domain has.
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (PoolQuestion question : questions) {
      counts.merge(question.domainId(), 1, Integer::sum);
    }
    return counts;
  }
}
