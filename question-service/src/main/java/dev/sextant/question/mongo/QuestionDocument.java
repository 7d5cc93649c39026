package dev.sextant.question.mongo;

import dev.sextant.question.Difficulty;
import dev.sextant.question.Level;
import dev.sextant.question.Option;
import dev.sextant.question.Pool.PoolQuestion;
import dev.sextant.question.Question;
import dev.sextant.question.QuestionContent;
import dev.sextant.question.QuestionVersion;
import dev.sextant.question.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;

/// The stored forms of a question: one document with every version's text, and for each version a
/// secret with its key, explanation and rationales.
///
/// A secret's id holds a digest of what it was written for. So it never changes, a text can never
/// meet the key of another edit, and a secret left behind by a crash is merely never read.
final class QuestionDocument {
  private QuestionDocument() {}

  static Document document(Question question) {
    QuestionContent content = question.content();
    Document document =
        new Document("_id", question.id())
            .append("organisationId", question.organisationId())
            .append("courseId", content.courseId())
            .append("domainId", content.domainId())
            .append("topics", content.topics())
            .append("status", question.status().name())
            .append("live", question.live())
            .append("revision", question.revision())
            .append("createdAt", Fields.date(question.createdAt()))
            .append("changedAt", Fields.date(question.changedAt()))
            .append("newest", text(question.id(), question.newest()))
            .append(
                "earlier",
                question.earlier().stream().map(version -> text(question.id(), version)).toList());
    if (question.unannounced()) {
      document.append("unannounced", true);
    }
    return document;
  }

  /// The secrets of all versions.
  static List<Document> secrets(Question question) {
    List<Document> secrets = new ArrayList<>();
    for (QuestionVersion version : question.earlier()) {
      secrets.add(secret(question, version));
    }
    secrets.add(secret(question, question.newest()));
    return secrets;
  }

  private static Document secret(Question question, QuestionVersion version) {
    QuestionContent content = version.content();
    return new Document("_id", secretId(question.id(), version))
        .append("organisationId", question.organisationId())
        .append("questionId", question.id())
        .append("version", version.number())
        .append("correctOptionId", content.key().id())
        .append("explanation", content.explanation())
        .append(
            "rationales",
            content.options().stream()
                .map(o -> new Document("optionId", o.id()).append("text", o.rationale()))
                .toList());
  }

  static List<String> secretIds(Document document) {
    List<String> ids = new ArrayList<>();
    ids.add(Fields.text(Fields.document(document, "newest"), "secret"));
    for (Document version : Fields.documents(document, "earlier")) {
      ids.add(Fields.text(version, "secret"));
    }
    return ids;
  }

  /// @param secrets by id
  static Question question(Document document, Map<String, Document> secrets) {
    return new Question(
        Fields.text(document, "_id"),
        document.getString("organisationId"),
        version(document, Fields.document(document, "newest"), secrets),
        Fields.documents(document, "earlier").stream()
            .map(version -> version(document, version, secrets))
            .toList(),
        Status.valueOf(Fields.text(document, "status")),
        document.getInteger("live"),
        Fields.large(document, "revision"),
        Fields.instant(document, "createdAt"),
        Fields.instant(document, "changedAt"),
        document.getBoolean("unannounced", false));
  }

  /// What a pool holds of a question that is live.
  static PoolQuestion poolQuestion(Document document) {
    int live = Fields.whole(document, "live");
    Document newest = Fields.document(document, "newest");
    Document version =
        Fields.whole(newest, "number") == live
            ? newest
            : Fields.documents(document, "earlier").stream()
                .filter(earlier -> Fields.whole(earlier, "number") == live)
                .findFirst()
                .orElseThrow();
    return new PoolQuestion(
        Fields.text(document, "_id"),
        live,
        Fields.text(version, "domainId"),
        Fields.texts(version, "topics"),
        Difficulty.valueOf(Fields.text(version, "difficulty")),
        Fields.documents(version, "options").size(),
        Fields.texts(version, "enemies"));
  }

  private static Document text(String questionId, QuestionVersion version) {
    QuestionContent content = version.content();
    Level level = content.level();
    return new Document("number", version.number())
        .append("publishedAt", Fields.date(version.publishedAt()))
        .append("domainId", content.domainId())
        .append("topics", content.topics())
        .append("difficulty", content.difficulty().name())
        .append("level", level == null ? null : level.name())
        .append("stem", content.stem())
        .append(
            "options",
            content.options().stream()
                .map(option -> new Document("id", option.id()).append("text", option.text()))
                .toList())
        .append("source", content.source())
        .append("enemies", content.enemies())
        .append("secret", secretId(questionId, version));
  }

  private static QuestionVersion version(
      Document question, Document version, Map<String, Document> secrets) {
    Document secret =
        Objects.requireNonNull(
            secrets.get(Fields.text(version, "secret")), "every version has its secret");
    String key = Fields.text(secret, "correctOptionId");
    List<Document> rationales = Fields.documents(secret, "rationales");
    List<Option> options = new ArrayList<>();
    for (Document option : Fields.documents(version, "options")) {
      String id = Fields.text(option, "id");
      String rationale =
          rationales.stream()
              .filter(r -> Fields.text(r, "optionId").equals(id))
              .map(r -> Fields.text(r, "text"))
              .findFirst()
              .orElse("");
      options.add(new Option(id, Fields.text(option, "text"), id.equals(key), rationale));
    }
    String level = version.getString("level");
    return new QuestionVersion(
        Fields.whole(version, "number"),
        new QuestionContent(
            Fields.text(question, "courseId"),
            Fields.text(version, "domainId"),
            Fields.texts(version, "topics"),
            Difficulty.valueOf(Fields.text(version, "difficulty")),
            level == null ? null : Level.valueOf(level),
            Fields.text(version, "stem"),
            options,
            Fields.text(secret, "explanation"),
            version.getString("source"),
            Fields.texts(version, "enemies")),
        Fields.instantOrNull(version, "publishedAt"));
  }

  private static String secretId(String questionId, QuestionVersion version) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(version.content().toString().getBytes(StandardCharsets.UTF_8));
      return questionId + ":" + version.number() + ":" + HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
