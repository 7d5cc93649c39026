package dev.sextant.question;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A body of knowledge in domains; each learner has one ability per domain.
///
/// The order of the domains is the order of the ability vector everywhere, so it never changes:
/// domains are added at the end, and one that has questions stays.
///
/// @param organisationId the owner, or null for a course of the platform, which all may use
/// @param revision 1 at first, one more with each edit
public record Course(
    String id,
    @Nullable String organisationId,
    String title,
    List<Domain> domains,
    long revision,
    Instant changedAt) {
  /// API.md: a course has 1–20 domains.
  public static final int MAX_DOMAINS = 20;

  public Course {
    domains = List.copyOf(domains);
  }

  /// One field of the course.
  ///
  /// @param weight its share of an exam that does not say otherwise, above 0
  /// @param cut the ability that counts as mastery, in logits
  public record Domain(String id, String title, double weight, double cut, List<Topic> topics) {
    public Domain {
      topics = List.copyOf(topics);
    }
  }

  /// A part of a domain that questions are filed under.
  public record Topic(String id, String title) {}

  public Optional<Domain> domain(String domainId) {
    return domains.stream().filter(domain -> domain.id().equals(domainId)).findFirst();
  }

  /// The same course with another title and other domains.
  public Course edited(String newTitle, List<Domain> newDomains, Instant now) {
    return new Course(id, organisationId, newTitle, newDomains, revision + 1, now);
  }

  /// What makes this course impossible; empty when it is fine.
  public List<Flaw> flaws() {
    List<Flaw> flaws = new ArrayList<>();
    if (domains.isEmpty() || domains.size() > MAX_DOMAINS) {
      flaws.add(
          new Flaw("/domains", "must be 1 to " + MAX_DOMAINS + " domains, was " + domains.size()));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < domains.size(); i++) {
      Domain domain = domains.get(i);
      String at = "/domains/" + i;
      if (!seen.add(domain.id())) {
        flaws.add(new Flaw(at + "/id", "must be unique, " + domain.id() + " is there twice"));
      }
      if (!(domain.weight() > 0) || Double.isInfinite(domain.weight())) {
        flaws.add(new Flaw(at + "/weight", "must be above 0, was " + domain.weight()));
      }
      if (!(Math.abs(domain.cut()) <= 6)) {
        flaws.add(new Flaw(at + "/cut", "must be -6 to 6 logits, was " + domain.cut()));
      }
      Set<String> topics = new HashSet<>();
      for (int t = 0; t < domain.topics().size(); t++) {
        String topic = domain.topics().get(t).id();
        if (!topics.add(topic)) {
          flaws.add(
              new Flaw(at + "/topics/" + t + "/id", "must be unique, " + topic + " came twice"));
        }
      }
    }
    return flaws;
  }

  /// What forbids this course to follow `before`, whose abilities are counted by position.
  public List<Flaw> flawsAfter(Course before) {
    for (int i = 0; i < before.domains().size(); i++) {
      String was = before.domains().get(i).id();
      if (i >= domains.size() || !domains.get(i).id().equals(was)) {
        return List.of(
            new Flaw("/domains/" + i + "/id", "must stay " + was + ": add new domains at the end"));
      }
    }
    return List.of();
  }
}
