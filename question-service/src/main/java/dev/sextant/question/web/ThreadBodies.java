package dev.sextant.question.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sextant.question.threads.Notice;
import dev.sextant.question.threads.QuestionThread;
import dev.sextant.question.threads.QuestionThread.Kind;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Threads and notices as clients send and read them. Nobody is named: a post is mine, of a learner
/// or of staff.
final class ThreadBodies {
  private static final int MAX_TEXT = 5_000;

  /// No control characters but line ends and tabs, and none that turns the direction of writing.
  private static final String READABLE =
      "[^\\p{Cntrl}\\u202A-\\u202E\\u2066-\\u2069&&[^\\n\\r\\t]]*";

  private static final String READABLE_MESSAGE =
      "must hold no control characters but line ends and tabs";

  private ThreadBodies() {}

  /// @param sessionId the session that showed the question
  /// @param text CommonMark; HTML in it is never executed
  record NewThreadRequest(
      @NotBlank @Size(max = 64) @Pattern(regexp = "[A-Za-z0-9-]+") String sessionId,
      @NotNull Kind kind,
      @NotBlank @Size(max = MAX_TEXT) @Pattern(regexp = READABLE, message = READABLE_MESSAGE)
          String text) {}

  record NewPostRequest(
      @NotBlank @Size(max = MAX_TEXT) @Pattern(regexp = READABLE, message = READABLE_MESSAGE)
          String text) {}

  /// @param waiting whether staff has yet to answer
  /// @param sessionId only for those who may read that session
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ThreadView(
      String id,
      String questionId,
      int version,
      @Nullable String classId,
      @Nullable String sessionId,
      Kind kind,
      boolean mine,
      boolean waiting,
      List<PostView> posts,
      Instant createdAt) {

    static ThreadView of(QuestionThread thread, String readerId, boolean staff) {
      boolean mine = thread.learnerId().equals(readerId);
      return new ThreadView(
          thread.id(),
          thread.questionId(),
          thread.version(),
          thread.classId(),
          mine || staff ? thread.sessionId() : null,
          thread.kind(),
          mine,
          thread.waiting(),
          thread.posts().stream()
              .map(
                  post ->
                      new PostView(
                          post.id(),
                          post.authorId().equals(readerId),
                          post.byStaff(),
                          post.text(),
                          post.at()))
              .toList(),
          thread.createdAt());
    }
  }

  record PostView(String id, boolean mine, boolean byStaff, String text, Instant at) {}

  record NoticeView(
      String id, Notice.Kind kind, String threadId, String questionId, Instant at, boolean read) {

    static NoticeView of(Notice notice) {
      return new NoticeView(
          notice.id(),
          notice.kind(),
          notice.threadId(),
          notice.questionId(),
          notice.at(),
          notice.read());
    }
  }
}
