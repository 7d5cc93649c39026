package dev.sextant.session;

import dev.sextant.session.FreshSession.RepeatKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What changes a session: start, answer, finish, and the end by the deadline.
///
/// An answer is prepared on the copy that this instance remembers: it is graded, and what follows
/// is found out. Then the store checks everything again and writes all of it in one step. If the
/// copy was behind, the session is read and the answer prepared anew; so a warm answer costs one
/// step of the store and nothing else.
public final class SessionCommands {
  private static final int ENDED_AT_ONCE = 16;

  /// Longer than before an assignment opens anything is prepared.
  private static final Duration PREPARED_FOR = Duration.ofHours(2);

  private final Sessions sessions;
  private final QuestionBank bank;
  private final Admissions admissions;
  private final NextQuestion nextQuestion;
  private final StoreSafety safety;

  public SessionCommands(
      Sessions sessions,
      QuestionBank bank,
      Admissions admissions,
      NextQuestion nextQuestion,
      StoreSafety safety) {
    this.sessions = sessions;
    this.bank = bank;
    this.admissions = admissions;
    this.nextQuestion = nextQuestion;
    this.safety = safety;
  }

  /// Begins a session, or answers the one that the learner is in.
  public StartOutcome start(StartSession command) {
    Optional<ExamOffer> found =
        bank.exam(command.examId())
            .filter(offer -> isOffered(offer, command.organisationId()))
            .flatMap(offer -> asAsked(offer, command.domainId()));
    if (found.isEmpty()) {
      return new StartOutcome.NotAdmitted();
    }
    ExamOffer offer = found.get();
    Optional<Admission> admitted =
        admissions
            .find(command.learnerId(), offer.exam(), command.assignmentId())
            .filter(admission -> admission.organisationId().equals(command.organisationId()));
    if (admitted.isEmpty()) {
      return new StartOutcome.NotAdmitted();
    }
    Optional<Session> live = sessions.live(command.learnerId(), offer.exam().id());
    if (live.isPresent() && command.repeatKey() == null) {
      Session session = sessions.timeOut(live.get());
      if (session.isLive()) {
        lookAhead(session);
        return new StartOutcome.Resumed(session);
      }
    }
    List<String> faults = safety.faults();
    if (!faults.isEmpty()) {
      return new StartOutcome.StoreUnsafe(faults);
    }
    Optional<FreshSession> fresh = fresh(command, offer, admitted.get());
    if (fresh.isEmpty()) {
      return new StartOutcome.NothingToAsk();
    }
    StartOutcome outcome = sessions.start(fresh.get());
    if (outcome instanceof StartOutcome.Resumed(var session)) {
      // A session whose time is up does not keep the learner from the next attempt.
      Session now = sessions.timeOut(session);
      outcome = now.isLive() ? new StartOutcome.Resumed(now) : sessions.start(fresh.get());
    }
    if (outcome instanceof StartOutcome.Started(var session)) {
      lookAhead(session);
    }
    return outcome;
  }

  /// Brings an exam's definition and its pool into the memory of this instance.
  public void prepare(UpcomingExam upcoming) {
    offer(upcoming).ifPresent(offer -> bank.pool(offer.exam().courseId(), offer.poolRevision()));
  }

  /// Chooses a learner's first question ahead of the start, if the exam is adaptive and it was not
  /// chosen yet; whether it was chosen now. Whether the learner may start is asked at the start.
  public boolean prepare(UpcomingExam upcoming, String learnerId) {
    return offer(upcoming)
        .filter(offer -> !offer.exam().isFixed())
        .map(
            offer ->
                nextQuestion.prepare(
                    new History(
                        sessions.nextId(learnerId),
                        learnerId,
                        upcoming.organisationId(),
                        offer.exam(),
                        offer.poolRevision(),
                        List.of()),
                    PREPARED_FOR))
        .orElse(false);
  }

  private Optional<ExamOffer> offer(UpcomingExam upcoming) {
    return bank.exam(upcoming.examId())
        .filter(offer -> isOffered(offer, upcoming.organisationId()));
  }

  /// Takes an answer.
  public AnswerOutcome answer(SubmitAnswer command) {
    Optional<Session> remembered = sessions.lastKnown(command.sessionId());
    if (remembered.isPresent()) {
      Optional<AnswerOutcome> outcome = answer(command, remembered.get());
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    Optional<Session> session = sessions.find(command.sessionId());
    if (session.isEmpty()) {
      return new AnswerOutcome.NoSession();
    }
    // Read a moment ago: if it is behind again, another request of the same learner was faster, and
    // once more is enough to see what that one did.
    return answer(command, session.get())
        .or(() -> sessions.find(command.sessionId()).flatMap(again -> answer(command, again)))
        .orElseGet(
            () ->
                sessions
                    .find(command.sessionId())
                    .<AnswerOutcome>map(SessionCommands::mismatch)
                    .orElseGet(AnswerOutcome.NoSession::new));
  }

  /// The session for its learner, over if its time is up; empty when it is not the learner's.
  ///
  /// @param now only a hint that the store may have to look at the deadline
  public Optional<Session> look(
      SessionId id, String learnerId, String organisationId, Instant now) {
    return own(id, learnerId, organisationId)
        .map(
            session -> {
              sessions.seen(session);
              Instant deadline = session.deadline();
              boolean mayBeOver = session.isLive() && deadline != null && now.isAfter(deadline);
              return mayBeOver ? sessions.timeOut(session) : session;
            });
  }

  /// Ends a session for its learner.
  ///
  /// @param seat of the window that asks; null when it has taken none
  public FinishOutcome finish(
      SessionId id, String learnerId, String organisationId, @Nullable String seat) {
    return own(id, learnerId, organisationId)
        .map(
            session ->
                session.isLive()
                    ? sessions.finish(session, seat)
                    : new FinishOutcome.Finished(session))
        .orElseGet(FinishOutcome.NoSession::new);
  }

  /// Gives the seat to a window of the learner's; empty when the session is not the learner's.
  public Optional<Session> takeSeat(
      SessionId id, String learnerId, String organisationId, String seat) {
    return own(id, learnerId, organisationId)
        .map(session -> session.isLive() ? sessions.takeSeat(session, seat) : session);
  }

  /// Puts back what the store has lost, as far as these receipts prove it, in order; works when the
  /// session is over, too. Showing them again changes nothing.
  ///
  /// @param receipts of this session and learner
  public Restoration restore(
      SessionId id, String learnerId, String organisationId, List<Receipt> receipts) {
    Optional<Session> found = own(id, learnerId, organisationId);
    if (found.isEmpty()) {
      return new Restoration.NoSession();
    }
    Session session = found.get();
    List<Receipt> inOrder = new ArrayList<>(receipts);
    inOrder.sort(Comparator.comparingLong(Receipt::sequence));
    List<Integer> restored = new ArrayList<>();
    List<Integer> known = new ArrayList<>();
    List<Restoration.Refused> refused = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      Receipt receipt = inOrder.get(i);
      Optional<String> option = bank.question(receipt.question()).optionOf(id, receipt);
      if (option.isEmpty()) {
        refused.add(new Restoration.Refused(receipt, Restoration.Reason.UNKNOWN_OPTION));
        continue;
      }
      GradedAnswer answer = graded(session, receipt, option.get());
      Receipt next = i + 1 < inOrder.size() ? inOrder.get(i + 1) : null;
      switch (sessions.restore(session, answer, receipt, stepAfter(session, answer, next))) {
        case RESTORED -> {
          restored.add(receipt.position());
          session = sessions.find(id).orElse(session);
        }
        case KNOWN -> known.add(receipt.position());
        case OTHERWISE ->
            refused.add(new Restoration.Refused(receipt, Restoration.Reason.ANSWERED_OTHERWISE));
        case MISSING_BEFORE ->
            refused.add(new Restoration.Refused(receipt, Restoration.Reason.ANSWER_MISSING_BEFORE));
      }
    }
    lookAhead(session);
    return new Restoration.Done(session, restored, known, refused);
  }

  private GradedAnswer graded(Session session, Receipt receipt, String optionId) {
    QuestionVersion question = bank.question(receipt.question());
    Asked asked =
        session
            .askedAt(receipt.position())
            .filter(a -> a.question().equals(receipt.question()))
            .orElseGet(
                () ->
                    new Asked(
                        receipt.position(),
                        receipt.question(),
                        question.domainId(),
                        Pick.unknown()));
    return new GradedAnswer(asked, optionId, question.isRight(optionId), receipt.elapsedMillis());
  }

  /// What follows a restored answer: the question that the next receipt is for, or a new one.
  private Step stepAfter(Session session, GradedAnswer answer, @Nullable Receipt next) {
    int position = answer.asked().position();
    boolean isWhole = position >= session.exam().maxLength();
    if (next == null || next.position() != position + 1 || !session.isLive() || isWhole) {
      return stepAfter(session, answer);
    }
    return new Step.Ask(next.question(), bank.question(next.question()).domainId(), Pick.unknown());
  }

  /// Keeps what the learner's page noticed.
  public SignalOutcome signal(
      SessionId id,
      String learnerId,
      String organisationId,
      List<Signal> signals,
      @Nullable String seat) {
    return own(id, learnerId, organisationId)
        .map(session -> sessions.signal(session, signals, seat))
        .orElseGet(SignalOutcome.NoSession::new);
  }

  /// Gives time to all live sessions of an organisation's assignment; how many were given it, by
  /// this call or before with the same key.
  public int addTime(String assignmentId, String organisationId, TimeGrant grant) {
    int given = 0;
    for (SessionId id : sessions.liveOf(assignmentId)) {
      Optional<Session> session =
          sessions.find(id).filter(found -> found.organisationId().equals(organisationId));
      if (session.isPresent()) {
        TimeOutcome outcome = sessions.addTime(session.get(), grant);
        if (outcome instanceof TimeOutcome.Added || outcome instanceof TimeOutcome.Repeated) {
          given++;
        }
      }
    }
    return given;
  }

  private Optional<Session> own(SessionId id, String learnerId, String organisationId) {
    return sessions.find(id).filter(session -> session.isOf(learnerId, organisationId));
  }

  /// Ends the sessions whose time is up; how many that were. Some at once: a whole cohort that
  /// started together has one deadline, and the store syncs together what comes together.
  public int timeOutDue(int most) {
    List<SessionId> due = sessions.due(most);
    if (due.isEmpty()) {
      return 0;
    }
    try (var threads = Executors.newFixedThreadPool(ENDED_AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<Boolean>> all =
          due.stream().map(id -> threads.submit(() -> hasEnded(id))).toList();
      int ended = 0;
      try {
        for (Future<Boolean> one : all) {
          ended += one.get() ? 1 : 0;
        }
      } catch (ExecutionException e) {
        // The store is away: the next look finds the others.
        threads.shutdownNow();
        throw e.getCause() instanceof PartAway away ? away : new IllegalStateException(e);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
      }
      return ended;
    }
  }

  private boolean hasEnded(SessionId id) {
    return sessions.find(id).filter(session -> !sessions.timeOut(session).isLive()).isPresent();
  }

  /// The outcome on this copy of the session; empty when the copy is behind the store.
  private Optional<AnswerOutcome> answer(SubmitAnswer command, Session known) {
    if (!known.isOf(command.learnerId(), command.organisationId())) {
      return Optional.of(new AnswerOutcome.NoSession());
    }
    Optional<Asked> asked =
        known
            .askedAt(command.position())
            .filter(a -> a.question().id().equals(command.questionId()));
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    QuestionVersion question = bank.question(asked.get().question());
    if (!question.has(command.optionId())) {
      return Optional.of(
          new AnswerOutcome.UnknownOption(
              question.shuffledFor(known.id()).stream().map(QuestionVersion.Option::id).toList()));
    }
    var graded =
        new GradedAnswer(
            asked.get(),
            command.optionId(),
            question.isRight(command.optionId()),
            command.elapsedMillis());
    AnswerOutcome outcome =
        sessions.record(known, graded, stepAfter(known, graded), command.seat());
    if (outcome instanceof AnswerOutcome.Accepted(var session, var answer)) {
      lookAhead(session);
    }
    return outcome instanceof AnswerOutcome.WrongPosition ? Optional.empty() : Optional.of(outcome);
  }

  private Step stepAfter(Session known, GradedAnswer answer) {
    boolean isOpen =
        known.isLive()
            && !known.exam().isFixed()
            && known.answerAt(answer.asked().position()).isEmpty();
    if (!isOpen) {
      return new Step.Stay();
    }
    History history = known.history().plus(answer.asked().question(), answer.correct());
    return history.answered().size() >= known.exam().maxLength()
        ? new Step.Stop(EndReason.LENGTH)
        : nextQuestion.after(history);
  }

  private static AnswerOutcome mismatch(Session session) {
    return session.isLive()
        ? new AnswerOutcome.WrongPosition(session.position())
        : new AnswerOutcome.Over(session);
  }

  private Optional<FreshSession> fresh(StartSession command, ExamOffer offer, Admission admission) {
    Exam exam = offer.exam();
    Pool pool = bank.pool(exam.courseId(), offer.poolRevision());
    SessionId id = sessions.nextId(command.learnerId());
    List<Asked> asked = new ArrayList<>();
    if (exam.isFixed()) {
      asked.addAll(FixedForm.draw(exam, pool, id));
    } else {
      var history =
          new History(
              id,
              command.learnerId(),
              command.organisationId(),
              exam,
              offer.poolRevision(),
              List.of());
      if (nextQuestion.after(history) instanceof Step.Ask(var question, var domain, var pick)) {
        asked.add(new Asked(1, question, domain, pick));
      }
    }
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    bank.prepare(asked.stream().map(Asked::question).toList(), exam.explainsAtOnce());
    String key = command.repeatKey();
    return Optional.of(
        new FreshSession(
            id,
            command.learnerId(),
            command.organisationId(),
            admission.classId(),
            admission.assignmentId(),
            exam,
            offer.poolRevision(),
            admission.opensAt(),
            admission.closesAt(),
            admission.allowance(exam),
            admission.attempts(offer),
            asked,
            key == null
                ? null
                : new RepeatKey(
                    key,
                    command.examId()
                        + " "
                        + Objects.requireNonNullElse(command.assignmentId(), "")
                        + (command.domainId() == null ? "" : " " + command.domainId()))));
  }

  private static Optional<ExamOffer> asAsked(ExamOffer offer, @Nullable String domainId) {
    return domainId == null ? Optional.of(offer) : offer.practising(domainId);
  }

  private void lookAhead(Session session) {
    if (session.isLive() && !session.exam().isFixed()) {
      session
          .askedAt(session.position())
          .ifPresent(open -> nextQuestion.foresee(session.history(), open.question()));
    }
  }

  private static boolean isOffered(ExamOffer offer, String organisationId) {
    String owner = offer.organisationId();
    return owner == null || owner.equals(organisationId);
  }
}
