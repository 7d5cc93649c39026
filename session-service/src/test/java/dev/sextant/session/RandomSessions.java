package dev.sextant.session;

import dev.sextant.session.FreshSession.RepeatKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A random life of one session: the same seed asks the same of any store.
///
/// What a step is asked of may be an old copy, as the memory of another instance would be.
public final class RandomSessions {
  private static final Exam ADAPTIVE = Some.exam(Exam.Mode.ADAPTIVE, 6);
  private static final Exam FIXED = Some.exam(Exam.Mode.FIXED, 4);
  private static final List<String> SEATS = List.of("one", "two");

  private final Sessions sessions;
  private final List<Session> copies = new ArrayList<>();

  /// @param fixed whether answers may be changed
  public RandomSessions(Sessions sessions, boolean fixed) {
    this.sessions = sessions;
    String learner = "learner-" + UUID.randomUUID();
    Exam exam = fixed ? FIXED : ADAPTIVE;
    StartOutcome outcome = sessions.start(Some.fresh(sessions.nextId(learner), learner, exam));
    copies.add(((StartOutcome.Started) outcome).session());
  }

  /// A life in the plain model.
  public static RandomSessions inModel(boolean fixed) {
    return new RandomSessions(new InMemorySessions(Duration.ofMillis(200)), fixed);
  }

  /// One step; what became of it, in words that do not depend on ids and clocks.
  public String step(Random random) {
    Session known = copies.get(Math.max(0, copies.size() - 1 - random.nextInt(3)));
    int kind = random.nextInt(20);
    int position = 1 + random.nextInt(6);
    boolean here = random.nextInt(3) > 0;
    int at = here ? current().position() : position;
    String option = "q" + at + "-o" + (1 + random.nextInt(3));
    int seat = random.nextInt(5);
    int key = random.nextInt(3);
    int revision = 1 + random.nextInt(3);
    String said =
        switch (kind) {
          case 0 -> "seat " + sessions.takeSeat(known, SEATS.get(seat % 2)).state();
          case 1 -> "time " + time(sessions.addTime(known, grant(key)));
          case 2 -> "signal " + signal(sessions.signal(known, signals(), seat(seat)));
          case 3 -> random.nextInt(4) == 0 ? "finish " + finish(known, seat(seat)) : "nothing";
          case 4, 5, 6, 7 ->
              "restore "
                  + at
                  + " "
                  + sessions.restore(
                      known,
                      Some.answer(at, option),
                      receipt(at, option, revision),
                      step(known, at));
          default ->
              "answer "
                  + at
                  + " "
                  + answer(
                      sessions.record(known, Some.answer(at, option), step(known, at), seat(seat)));
        };
    copies.add(current());
    return said + " -> " + stands();
  }

  /// How the session stands, and its events.
  public String stands() {
    Session now = current();
    List<String> answers =
        now.answersInOrder().stream()
            .map(a -> a.position() + ":" + a.optionId() + ":" + a.revision() + ":" + a.sequence())
            .toList();
    List<String> asked = now.asked().stream().map(a -> a.question().id()).toList();
    Session first = copies.getFirst();
    Duration added =
        Duration.between(
            Objects.requireNonNull(first.deadline()), Objects.requireNonNull(now.deadline()));
    return now.state()
        + " next "
        + now.nextSequence()
        + " events "
        + sessions.events(now.id(), 0).size()
        + " asked "
        + asked
        + " answers "
        + answers
        + " added "
        + added
        + " signals "
        + sessions.signals(now.id()).size();
  }

  public Session current() {
    return sessions.find(copies.getFirst().id()).orElseThrow();
  }

  public List<String> events() {
    return sessions.events(copies.getFirst().id(), 0);
  }

  private static Step step(Session known, int position) {
    if (known.exam().isFixed() || !known.isLive()) {
      return new Step.Stay();
    }
    return position >= known.exam().maxLength()
        ? new Step.Stop(EndReason.LENGTH)
        : Some.ask(position + 1);
  }

  private Receipt receipt(int position, String option, int revision) {
    Session session = copies.getFirst();
    return new Receipt(
        session.id(),
        session.learnerId(),
        position,
        Some.question(position),
        QuestionVersion.optionHash(session.id(), position, option),
        revision,
        position,
        1500,
        session.startedAt().plusMillis(position));
  }

  private static TimeGrant grant(int key) {
    return new TimeGrant(
        Duration.ofMinutes(1 + key % 2),
        TimeGrant.Reason.STAFF,
        "Fire alarm",
        "ines",
        key == 2 ? null : new RepeatKey("key", "ask " + key));
  }

  private static List<Signal> signals() {
    return List.of(new Signal(Signal.Type.PASTE, Instant.EPOCH));
  }

  private static @Nullable String seat(int number) {
    return number < 2 ? SEATS.get(number) : null;
  }

  private static String time(TimeOutcome outcome) {
    return outcome.getClass().getSimpleName();
  }

  private static String signal(SignalOutcome outcome) {
    return outcome instanceof SignalOutcome.Kept(var kept)
        ? "kept " + kept
        : outcome.getClass().getSimpleName();
  }

  private String finish(Session known, @Nullable String seat) {
    return sessions.finish(known, seat).getClass().getSimpleName();
  }

  private static String answer(AnswerOutcome outcome) {
    Function<Answer, String> told = a -> a.sequence() + " " + a.revision() + " " + a.optionId();
    return switch (outcome) {
      case AnswerOutcome.Accepted(var session, var answer) -> "accepted " + told.apply(answer);
      case AnswerOutcome.Repeated(var session, var answer) -> "repeated " + told.apply(answer);
      default -> outcome.getClass().getSimpleName();
    };
  }
}
