package dev.sextant.question.threads;

import dev.sextant.question.threads.QuestionThread.Kind;
import dev.sextant.question.threads.QuestionThread.Post;
import dev.sextant.question.threads.Shown.Showing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What people do with threads, and who may.
///
/// A learner begins one about a question that the learner answered: to ask, once the review is
/// open; to report a problem, at once. It is the learner's, the instructors' of the class and the
/// administrators'; classmates who may read the review read it too. What staff write is kept from
/// learners until the review is open, because it may quote the key.
public final class ThreadDesk {
  private static final Duration POSTING_WINDOW = Duration.ofHours(1);
  private static final int POSTS_IN_WINDOW = 30;
  private static final int WITHDRAWN_AT_A_TIME = 200;

  private final Threads threads;
  private final Notices notices;
  private final Shown shown;
  private final Supplier<String> ids;

  public ThreadDesk(Threads threads, Notices notices, Shown shown, Supplier<String> ids) {
    this.threads = threads;
    this.notices = notices;
    this.shown = shown;
    this.ids = ids;
  }

  /// Somebody at the desk.
  ///
  /// @param teaches the classes of an instructor
  public record Reader(
      String accountId, String organisationId, boolean admin, Set<String> teaches) {
    public Reader {
      teaches = Set.copyOf(teaches);
    }

    boolean staffOf(@Nullable String classId) {
      return admin || (classId != null && teaches.contains(classId));
    }

    boolean staff() {
      return admin || !teaches.isEmpty();
    }
  }

  /// What became of a post.
  public sealed interface Outcome {
    record Posted(QuestionThread thread) implements Outcome {}

    /// There is no such thing for this person.
    record NotThere() implements Outcome {}

    /// The exam keeps its feedback.
    record NotOpen() implements Outcome {}

    record TooMany(Duration retryAfter) implements Outcome {}

    record Full() implements Outcome {}
  }

  /// Begins a thread about a question that this learner answered in this session.
  ///
  /// @param threadId the same for the same request, which then is repeated harmlessly
  public Outcome begin(
      Reader learner,
      String threadId,
      String questionId,
      String sessionId,
      Kind kind,
      String text,
      Instant now) {
    Showing showing = showing(learner, sessionId, questionId).orElse(null);
    if (showing == null) {
      return new Outcome.NotThere();
    }
    if (kind == Kind.QUESTION && !showing.reviewOpen()) {
      return new Outcome.NotOpen();
    }
    Optional<QuestionThread> there = threads.find(learner.organisationId(), threadId);
    if (there.isPresent()) {
      return new Outcome.Posted(there.get());
    }
    if (busy(learner, now)) {
      return new Outcome.TooMany(POSTING_WINDOW);
    }
    var thread =
        new QuestionThread(
            threadId,
            learner.organisationId(),
            showing.classId(),
            questionId,
            showing.version(),
            sessionId,
            learner.accountId(),
            kind,
            List.of(new Post(ids.get(), learner.accountId(), false, text, now)),
            true,
            1,
            now);
    return threads.add(thread)
        ? new Outcome.Posted(thread)
        : threads
            .find(learner.organisationId(), threadId)
            .<Outcome>map(Outcome.Posted::new)
            .orElseGet(Outcome.NotThere::new);
  }

  /// Writes in a thread: its learner, or staff of its class.
  public Outcome post(Reader author, String threadId, String text, Instant now) {
    while (true) {
      QuestionThread before = threads.find(author.organisationId(), threadId).orElse(null);
      if (before == null) {
        return new Outcome.NotThere();
      }
      boolean owner = before.learnerId().equals(author.accountId());
      if (!owner && !author.staffOf(before.classId())) {
        return new Outcome.NotThere();
      }
      if (before.posts().size() >= QuestionThread.MAX_POSTS) {
        return new Outcome.Full();
      }
      if (busy(author, now)) {
        return new Outcome.TooMany(POSTING_WINDOW);
      }
      QuestionThread after =
          before.with(new Post(ids.get(), author.accountId(), !owner, text, now));
      if (threads.replace(after)) {
        if (!owner) {
          tell(after, Notice.Kind.THREAD_ANSWERED, after.posts().getLast().id(), now);
        }
        return new Outcome.Posted(seenBy(author, after));
      }
    }
  }

  /// A thread as this person may read it.
  public Optional<QuestionThread> read(Reader reader, String threadId) {
    return threads
        .find(reader.organisationId(), threadId)
        .filter(
            thread ->
                thread.learnerId().equals(reader.accountId()) || reader.staffOf(thread.classId()))
        .map(thread -> seenBy(reader, thread));
  }

  /// The threads about a question that this person may read.
  ///
  /// @param sessionId a session of the reader that showed the question, by which a learner reads
  ///   what classmates asked; or null for the reader's own
  public List<QuestionThread> about(
      Reader reader,
      String questionId,
      @Nullable String sessionId,
      @Nullable String afterId,
      int limit) {
    Threads.Filter filter;
    if (reader.admin()) {
      filter = new Threads.Filter(questionId, null, null, null);
    } else if (reader.staff()) {
      filter = new Threads.Filter(questionId, reader.teaches(), null, null);
    } else {
      String classId =
          sessionId == null
              ? null
              : showing(reader, sessionId, questionId)
                  .filter(Showing::reviewOpen)
                  .map(Showing::classId)
                  .orElse(null);
      filter =
          classId == null
              ? new Threads.Filter(questionId, null, reader.accountId(), null)
              : new Threads.Filter(questionId, Set.of(classId), null, null);
    }
    return threads.list(reader.organisationId(), filter, afterId, limit).stream()
        .map(thread -> seenBy(reader, thread))
        .toList();
  }

  /// The threads that wait for staff like this person.
  public List<QuestionThread> waiting(Reader staff, @Nullable String afterId, int limit) {
    var filter = new Threads.Filter(null, staff.admin() ? null : staff.teaches(), null, true);
    return threads.list(staff.organisationId(), filter, afterId, limit);
  }

  /// Tells those who reported a question that it is no longer asked.
  public void withdrawn(String questionId, Instant now) {
    String after = null;
    List<QuestionThread> some;
    do {
      some = threads.problems(questionId, after, WITHDRAWN_AT_A_TIME);
      for (QuestionThread thread : some) {
        tell(thread, Notice.Kind.QUESTION_WITHDRAWN, thread.id() + "-withdrawn", now);
        after = thread.id();
      }
    } while (some.size() == WITHDRAWN_AT_A_TIME);
  }

  private Optional<Showing> showing(Reader learner, String sessionId, String questionId) {
    return shown
        .find(sessionId, questionId)
        .filter(
            showing ->
                showing.learnerId().equals(learner.accountId())
                    && showing.organisationId().equals(learner.organisationId()));
  }

  /// What staff wrote is shown to a learner when the review of the thread's session is open.
  private QuestionThread seenBy(Reader reader, QuestionThread thread) {
    boolean plain =
        reader.staffOf(thread.classId())
            || thread.kind() == Kind.QUESTION
            || thread.posts().stream().noneMatch(Post::byStaff)
            || shown
                .find(thread.sessionId(), thread.questionId())
                .filter(Showing::reviewOpen)
                .isPresent();
    return plain ? thread : thread.withoutStaff();
  }

  private boolean busy(Reader author, Instant now) {
    return threads.postsSince(
            author.organisationId(), author.accountId(), now.minus(POSTING_WINDOW))
        >= POSTS_IN_WINDOW;
  }

  private void tell(QuestionThread thread, Notice.Kind kind, String noticeId, Instant now) {
    notices.add(
        new Notice(
            noticeId,
            thread.organisationId(),
            thread.learnerId(),
            kind,
            thread.id(),
            thread.questionId(),
            now,
            false));
  }
}
