package dev.sextant.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionCommandsTest {
  private static final String LEARNER = "lena";

  private final Store sessions = new Store();
  private final Bank bank = new Bank();
  private final Next next = new Next();
  private Optional<Admission> admission =
      Optional.of(
          new Admission(Some.ORGANISATION, "class-1", null, null, null, 1, Duration.ZERO, 0));
  private List<String> storeFaults = List.of();
  private final SessionCommands commands =
      new SessionCommands(
          sessions, bank, (learner, exam, assignment) -> admission, next, () -> storeFaults);

  @Test
  void a_start_asks_the_first_question_and_looks_ahead() {
    Session session = started(start(Exam.Mode.ADAPTIVE));

    assertThat(session.asked()).extracting(Asked::question).containsExactly(Some.question(1));
    assertThat(next.foreseen).containsExactly(Some.question(1));
    assertThat(bank.prepared).contains(Some.question(1));
  }

  @Test
  void a_start_in_a_fixed_exam_draws_the_whole_form_and_asks_nobody() {
    Session session = started(start(Exam.Mode.FIXED));

    assertThat(session.asked()).hasSize(4);
    assertThat(next.asked).isEmpty();
    assertThat(next.foreseen).isEmpty();
  }

  @Test
  void nobody_starts_on_a_store_that_would_not_keep_answers_and_who_started_goes_on() {
    Session session = started(start(Exam.Mode.ADAPTIVE));
    storeFaults = List.of("The store forgets.");

    assertThat(start(Exam.Mode.ADAPTIVE)).isEqualTo(new StartOutcome.Resumed(session));
    sessions.finish(session, null);
    assertThat(start(Exam.Mode.ADAPTIVE))
        .isEqualTo(new StartOutcome.StoreUnsafe(List.of("The store forgets.")));
  }

  @Test
  void practice_of_one_domain_is_five_questions_of_it() {
    String domainId = Some.exam(Exam.Mode.PRACTICE, 9).blueprint().getLast().domainId();

    Session session = started(start(Exam.Mode.PRACTICE, domainId));

    assertThat(session.exam().blueprint())
        .extracting(Exam.Share::domainId)
        .containsExactly(domainId);
    assertThat(session.exam().minLength()).isEqualTo(5);
    assertThat(session.exam().maxLength()).isEqualTo(5);
  }

  @Test
  void a_domain_cannot_be_practised_alone_in_an_exam_nor_when_it_is_none_of_the_course() {
    assertThat(start(Exam.Mode.ADAPTIVE, Some.DOMAINS.getFirst()))
        .isInstanceOf(StartOutcome.NotAdmitted.class);
    assertThat(start(Exam.Mode.PRACTICE, "knots")).isInstanceOf(StartOutcome.NotAdmitted.class);
  }

  @Test
  void an_exam_of_another_organisation_is_not_offered() {
    bank.owner = "org-2";

    assertThat(start(Exam.Mode.ADAPTIVE)).isInstanceOf(StartOutcome.NotAdmitted.class);
  }

  @Test
  void an_admission_of_another_organisation_admits_nobody() {
    admission = Optional.of(new Admission("org-2", null, null, null, null, 1, Duration.ZERO, 0));

    assertThat(start(Exam.Mode.ADAPTIVE)).isInstanceOf(StartOutcome.NotAdmitted.class);
  }

  @Test
  void an_exam_without_a_question_does_not_start() {
    next.step = new Step.Stop(EndReason.NO_INFORMATION);

    assertThat(start(Exam.Mode.ADAPTIVE)).isInstanceOf(StartOutcome.NothingToAsk.class);
    assertThat(sessions.mine(LEARNER, null, 1)).isEmpty();
  }

  @Test
  void a_session_whose_time_is_up_does_not_keep_the_learner_from_the_next() {
    Session first = started(start(Exam.Mode.ADAPTIVE));
    sessions.pass(Duration.ofHours(2));

    Session second = started(start(Exam.Mode.ADAPTIVE));

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(sessions.find(first.id()).orElseThrow().state()).isEqualTo(Session.State.EXPIRED);
  }

  @Test
  void an_answer_is_graded_and_followed_by_what_was_chosen_for_its_outcome() {
    Session session = started(start(Exam.Mode.ADAPTIVE));

    var accepted = (AnswerOutcome.Accepted) answer(session, 1, "q1", "q1-o3");

    assertThat(accepted.answer().correct()).isTrue();
    assertThat(next.asked.getLast().answered())
        .containsExactly(new History.Graded(Some.question(1), true));
    assertThat(accepted.session().askedAt(2)).isPresent();
    assertThat(next.foreseen).containsExactly(Some.question(1), Some.question(2));
  }

  @Test
  void after_the_greatest_length_nobody_is_asked() {
    Session session = started(start(Exam.Mode.ADAPTIVE));
    for (int position = 1; position <= 4; position++) {
      answer(session, position, "q" + position, "q" + position + "-o1");
    }

    Session over = sessions.find(session.id()).orElseThrow();
    assertThat(over.state()).isEqualTo(Session.State.COMPLETED);
    assertThat(next.asked).hasSize(4);
  }

  @Test
  void a_repeat_asks_nobody_for_the_next_question() {
    Session session = started(start(Exam.Mode.ADAPTIVE));
    answer(session, 1, "q1", "q1-o1");
    int asked = next.asked.size();

    assertThat(answer(session, 1, "q1", "q1-o1")).isInstanceOf(AnswerOutcome.Repeated.class);
    assertThat(next.asked).hasSize(asked);
  }

  @Test
  void a_copy_that_is_behind_is_read_again() {
    Session session = started(start(Exam.Mode.ADAPTIVE));
    sessions.stale = session;
    answer(session, 1, "q1", "q1-o1");

    assertThat(answer(session, 2, "q2", "q2-o1")).isInstanceOf(AnswerOutcome.Accepted.class);
  }

  @Test
  void a_copy_that_is_ahead_of_the_store_is_read_again() {
    Session session = started(start(Exam.Mode.ADAPTIVE));
    var lost = new Answer(1, Some.question(1), "q1-o1", false, 1500, 1, 1, session.startedAt());
    sessions.stale = session.with(lost, Some.ask(2), session.deadline());

    assertThat(answer(session, 1, "q1", "q1-o2")).isInstanceOf(AnswerOutcome.Accepted.class);
    assertThat(answer(session, 3, "q3", "q3-o2")).isEqualTo(new AnswerOutcome.WrongPosition(2));
  }

  @Test
  void what_is_no_option_is_told_with_the_options_and_changes_nothing() {
    Session session = started(start(Exam.Mode.ADAPTIVE));

    assertThat(answer(session, 1, "q1", "q2-o1"))
        .isInstanceOfSatisfying(
            AnswerOutcome.UnknownOption.class,
            unknown -> assertThat(unknown.options()).hasSize(6).contains("q1-o3"));
    assertThat(sessions.find(session.id())).contains(session);
  }

  @Test
  void nobody_else_answers_reads_or_finishes() {
    Session session = started(start(Exam.Mode.ADAPTIVE));
    var foreign =
        new SubmitAnswer(session.id(), "mallory", Some.ORGANISATION, 1, "q1", "q1-o3", 0, null);

    assertThat(commands.answer(foreign)).isInstanceOf(AnswerOutcome.NoSession.class);
    assertThat(commands.finish(session.id(), "mallory", Some.ORGANISATION, null))
        .isInstanceOf(FinishOutcome.NoSession.class);
    assertThat(commands.finish(session.id(), LEARNER, "org-2", null))
        .isInstanceOf(FinishOutcome.NoSession.class);
    assertThat(commands.takeSeat(session.id(), "mallory", Some.ORGANISATION, "seat")).isEmpty();
    assertThat(commands.signal(session.id(), "mallory", Some.ORGANISATION, List.of(), null))
        .isInstanceOf(SignalOutcome.NoSession.class);
    assertThat(commands.look(session.id(), "mallory", Some.ORGANISATION, Instant.now())).isEmpty();
  }

  @Test
  void a_question_that_cannot_be_had_accepts_nothing() {
    Session session = started(start(Exam.Mode.ADAPTIVE));
    bank.isAway = true;

    assertThatThrownBy(() -> answer(session, 1, "q1", "q1-o3")).isInstanceOf(PartAway.class);
    assertThat(sessions.find(session.id())).contains(session);
  }

  @Test
  void due_sessions_are_ended() {
    Session session = started(start(Exam.Mode.ADAPTIVE));
    assertThat(commands.timeOutDue(10)).isZero();
    sessions.pass(Duration.ofHours(1));

    assertThat(commands.timeOutDue(10)).isEqualTo(1);
    assertThat(commands.timeOutDue(10)).isZero();
    assertThat(sessions.find(session.id()).orElseThrow().isLive()).isFalse();
  }

  private StartOutcome start(Exam.Mode mode) {
    return start(mode, null);
  }

  private StartOutcome start(Exam.Mode mode, @Nullable String domainId) {
    return commands.start(
        new StartSession(LEARNER, Some.ORGANISATION, mode.name(), null, domainId, null));
  }

  private AnswerOutcome answer(Session session, int position, String question, String option) {
    return commands.answer(
        new SubmitAnswer(
            session.id(), LEARNER, Some.ORGANISATION, position, question, option, 1000, null));
  }

  private static Session started(StartOutcome outcome) {
    assertThat(outcome).isInstanceOf(StartOutcome.Started.class);
    return ((StartOutcome.Started) outcome).session();
  }

  /// Sessions in memory whose last known copy a test can spoil.
  private static final class Store extends InMemorySessions {
    private @Nullable Session stale;

    Store() {
      super(Duration.ofMillis(200));
    }

    @Override
    public synchronized Optional<Session> lastKnown(SessionId id) {
      return stale == null ? super.lastKnown(id) : Optional.of(stale);
    }
  }

  /// Every question id is a question with six options, of which the third is right.
  private static final class Bank implements QuestionBank {
    private final List<QuestionRef> prepared = new ArrayList<>();
    private @Nullable String owner;
    private boolean isAway;

    @Override
    public Optional<ExamOffer> exam(String examId) {
      return Optional.of(new ExamOffer(Some.exam(Exam.Mode.valueOf(examId), 4), owner, null, 7));
    }

    @Override
    public Pool pool(String courseId, long revision) {
      return Some.pool(4);
    }

    @Override
    public QuestionVersion question(QuestionRef ref) {
      if (isAway) {
        throw new PartAway(PartAway.Part.QUESTIONS, new IllegalStateException());
      }
      return Some.version(ref, Some.DOMAINS.getFirst());
    }

    @Override
    public QuestionVersion explained(QuestionRef ref) {
      return question(ref);
    }

    @Override
    public void prepare(Collection<QuestionRef> refs, boolean explained) {
      prepared.addAll(refs);
    }
  }

  /// Asks q1, q2, q3 and so on.
  private static final class Next implements NextQuestion {
    private final List<History> asked = new ArrayList<>();
    private final List<QuestionRef> foreseen = new ArrayList<>();
    private @Nullable Step step;

    @Override
    public Step after(History history) {
      asked.add(history);
      return step == null ? Some.ask(history.answered().size() + 1) : step;
    }

    @Override
    public void foresee(History history, QuestionRef pending) {
      foreseen.add(pending);
    }

    @Override
    public boolean prepare(History notBegun, Duration time) {
      asked.add(notBegun);
      return true;
    }
  }
}
