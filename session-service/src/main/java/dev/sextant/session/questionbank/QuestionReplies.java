package dev.sextant.session.questionbank;

import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.session.ExamOffer;
import dev.sextant.session.Pool;
import dev.sextant.session.QuestionRef;
import dev.sextant.session.QuestionVersion;
import dev.sextant.session.snapshots.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The JSON that question-service speaks.
final class QuestionReplies {
  private QuestionReplies() {}

  record Offer(
      ExamSnapshot exam,
      @Nullable String organisationId,
      @Nullable Integer maxAttempts,
      long poolRevision) {
    ExamOffer offer() {
      return new ExamOffer(Snapshots.exam(exam), organisationId, maxAttempts, poolRevision);
    }
  }

  record PoolReply(
      String courseId, long revision, List<DomainReply> domains, List<EntryReply> questions) {
    Pool pool() {
      return new Pool(
          courseId,
          revision,
          domains.stream().map(d -> new Pool.Domain(d.id(), d.title(), d.cut())).toList(),
          questions.stream().map(EntryReply::entry).toList());
    }
  }

  record DomainReply(String id, String title, double cut) {}

  record EntryReply(
      String id,
      int version,
      String domainId,
      @Nullable List<String> topics,
      String difficulty,
      int options,
      @Nullable List<String> enemies) {
    Pool.Entry entry() {
      return new Pool.Entry(
          new QuestionRef(id, version),
          domainId,
          topics == null ? List.of() : topics,
          Pool.Difficulty.valueOf(difficulty),
          options,
          enemies == null ? List.of() : enemies);
    }
  }

  record Lookup(List<Wanted> questions, String with) {}

  record Wanted(String id, int version) {}

  record Found(List<QuestionReply> questions) {}

  record QuestionReply(
      String id,
      int version,
      String domainId,
      String stem,
      List<OptionReply> options,
      String correctOptionId,
      @Nullable String explanation,
      @Nullable Map<String, String> rationales) {
    QuestionVersion question() {
      return new QuestionVersion(
          new QuestionRef(id, version),
          domainId,
          stem,
          options.stream().map(o -> new QuestionVersion.Option(o.id(), o.text())).toList(),
          correctOptionId,
          explanation == null
              ? Optional.empty()
              : Optional.of(
                  new QuestionVersion.Explanation(
                      explanation, rationales == null ? Map.of() : rationales)));
    }
  }

  record OptionReply(String id, String text) {}
}
