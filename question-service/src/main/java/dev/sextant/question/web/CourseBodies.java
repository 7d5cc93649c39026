package dev.sextant.question.web;

import dev.sextant.question.Course;
import dev.sextant.question.Course.Domain;
import dev.sextant.question.Course.Topic;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Courses as clients send and read them.
final class CourseBodies {
  /// Lower-case words joined by hyphens, so that ids can stand in URLs and file names.
  static final String SLUG = "[a-z0-9]+(-[a-z0-9]+)*";

  private CourseBodies() {}

  record CourseRequest(
      @NotBlank @Size(max = 200) String title,
      @NotNull @Size(max = 100) List<@NotNull @Valid DomainRequest> domains) {

    List<Domain> toDomains() {
      return domains.stream().map(DomainRequest::toDomain).toList();
    }
  }

  /// @param weight 1 when absent
  /// @param cut 0 when absent
  record DomainRequest(
      @NotNull @Size(max = 64) @Pattern(regexp = SLUG) String id,
      @NotBlank @Size(max = 200) String title,
      @Nullable Double weight,
      @Nullable Double cut,
      @Nullable @Size(max = 200) List<@NotNull @Valid TopicBody> topics) {

    Domain toDomain() {
      return new Domain(
          id,
          title,
          weight == null ? 1 : weight,
          cut == null ? 0 : cut,
          topics == null
              ? List.of()
              : topics.stream().map(topic -> new Topic(topic.id(), topic.title())).toList());
    }
  }

  record TopicBody(
      @NotNull @Size(max = 64) @Pattern(regexp = SLUG) String id,
      @NotBlank @Size(max = 200) String title) {}

  /// @param organisationId null for a course of the platform
  record CourseView(
      String id,
      @Nullable String organisationId,
      String title,
      List<DomainView> domains,
      Instant changedAt) {

    static CourseView of(Course course, Map<String, Integer> counts) {
      return new CourseView(
          course.id(),
          course.organisationId(),
          course.title(),
          course.domains().stream()
              .map(domain -> DomainView.of(domain, counts.getOrDefault(domain.id(), 0)))
              .toList(),
          course.changedAt());
    }
  }

  /// @param questionCount how many questions exams may ask
  record DomainView(
      String id,
      String title,
      double weight,
      double cut,
      int questionCount,
      List<TopicBody> topics) {

    static DomainView of(Domain domain, int questionCount) {
      return new DomainView(
          domain.id(),
          domain.title(),
          domain.weight(),
          domain.cut(),
          questionCount,
          domain.topics().stream().map(topic -> new TopicBody(topic.id(), topic.title())).toList());
    }
  }
}
