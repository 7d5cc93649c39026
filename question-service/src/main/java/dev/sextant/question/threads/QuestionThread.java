package dev.sextant.question.threads;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a learner asks or reports about a question, and what follows.
///
/// Immutable: each post gives a new thread with the next revision. It knows people by account id
/// alone.
///
/// @param classId the class in whose exam the question was shown, or null outside any class
/// @param sessionId the session that showed the question
/// @param version the version that was shown
/// @param learnerId who began it
/// @param waiting whether the last word is the learner's
/// @param revision 1 at first, one more with each change
public record QuestionThread(
    String id,
    String organisationId,
    @Nullable String classId,
    String questionId,
    int version,
    String sessionId,
    String learnerId,
    Kind kind,
    List<Post> posts,
    boolean waiting,
    long revision,
    Instant createdAt) {
  /// More posts than this are a conversation to have elsewhere.
  public static final int MAX_POSTS = 100;

  public QuestionThread {
    posts = List.copyOf(posts);
  }

  /// Why it was begun.
  public enum Kind {
    /// The learner wants to understand.
    QUESTION,
    /// The learner thinks that the question is wrong.
    PROBLEM
  }

  /// One message.
  ///
  /// @param byStaff whether an instructor or an administrator wrote it
  public record Post(String id, String authorId, boolean byStaff, String text, Instant at) {}

  /// This thread with one more post.
  public QuestionThread with(Post post) {
    List<Post> all = new ArrayList<>(posts);
    all.add(post);
    return new QuestionThread(
        id,
        organisationId,
        classId,
        questionId,
        version,
        sessionId,
        learnerId,
        kind,
        all,
        !post.byStaff(),
        revision + 1,
        createdAt);
  }

  /// This thread as it is for the learner while the exam keeps its feedback: without what staff
  /// wrote, which may quote the key or the explanation.
  public QuestionThread withoutStaff() {
    return new QuestionThread(
        id,
        organisationId,
        classId,
        questionId,
        version,
        sessionId,
        learnerId,
        kind,
        posts.stream().filter(post -> !post.byStaff()).toList(),
        waiting,
        revision,
        createdAt);
  }
}
