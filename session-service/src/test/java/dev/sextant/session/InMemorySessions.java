package dev.sextant.session;

import dev.sextant.session.AnswerOutcome.Accepted;
import dev.sextant.session.AnswerOutcome.Conflict;
import dev.sextant.session.AnswerOutcome.NoSession;
import dev.sextant.session.AnswerOutcome.Over;
import dev.sextant.session.AnswerOutcome.Repeated;
import dev.sextant.session.AnswerOutcome.WrongPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Sessions in a map, with a clock that tests move.
class InMemorySessions implements Sessions {
  static final int SIGNALS = 4;

  private final Duration grace;
  private final Map<SessionId, Session> sessions = new LinkedHashMap<>();
  private final Map<SessionId, List<String>> events = new HashMap<>();
  private final Map<String, SessionId> live = new HashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, Map.Entry<String, SessionId>> repeats = new HashMap<>();
  private final Map<SessionId, List<String>> seats = new HashMap<>();
  private final Map<SessionId, List<Signal>> signals = new HashMap<>();
  private final Map<SessionId, List<LateAnswer>> late = new HashMap<>();
  private final Map<String, String> grants = new HashMap<>();
  private Instant now = Instant.ofEpochMilli(Instant.now().toEpochMilli());

  InMemorySessions(Duration grace) {
    this.grace = grace;
  }

  synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public SessionId nextId(String learnerId) {
    return new SessionId(UUID.randomUUID().toString());
  }

  @Override
  public synchronized StartOutcome start(FreshSession fresh) {
    FreshSession.RepeatKey repeat = fresh.repeat();
    if (repeat != null) {
      var first = repeats.get(fresh.learnerId() + " " + repeat.key());
      if (first != null) {
        return first.getKey().equals(repeat.request())
            ? new StartOutcome.Repeated(Objects.requireNonNull(sessions.get(first.getValue())))
            : new StartOutcome.KeyReused();
      }
    }
    String place = fresh.learnerId() + " " + fresh.exam().id();
    SessionId running = live.get(place);
    if (running != null) {
      return new StartOutcome.Resumed(Objects.requireNonNull(sessions.get(running)));
    }
    Instant opensAt = fresh.opensAt();
    Instant closesAt = fresh.closesAt();
    if (opensAt != null && now.isBefore(opensAt)) {
      return new StartOutcome.NotYetOpen(opensAt);
    }
    if (closesAt != null && !now.isBefore(closesAt)) {
      return new StartOutcome.Closed(closesAt);
    }
    Integer most = fresh.attempts();
    if (most != null && attempts.getOrDefault(place, 0) >= most) {
      return new StartOutcome.NoAttemptLeft(most);
    }
    Duration allowance = fresh.allowance();
    Instant deadline = allowance == null ? null : now.plus(allowance);
    if (closesAt != null && (deadline == null || closesAt.isBefore(deadline))) {
      deadline = Instant.ofEpochMilli(closesAt.toEpochMilli());
    }
    var session =
        new Session(
            fresh.id(),
            fresh.learnerId(),
            fresh.organisationId(),
            fresh.classId(),
            fresh.assignmentId(),
            fresh.exam(),
            fresh.poolRevision(),
            Session.State.IN_PROGRESS,
            now,
            deadline,
            null,
            1,
            fresh.asked(),
            Map.of());
    sessions.put(session.id(), session);
    live.put(place, session.id());
    attempts.merge(place, 1, Integer::sum);
    if (repeat != null) {
      repeats.put(
          fresh.learnerId() + " " + repeat.key(), Map.entry(repeat.request(), session.id()));
    }
    events.put(session.id(), new ArrayList<>(List.of("SessionStarted")));
    return new StartOutcome.Started(session);
  }

  @Override
  public synchronized Optional<Session> find(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  @Override
  public synchronized Optional<Session> lastKnown(SessionId id) {
    return find(id);
  }

  @Override
  public synchronized Optional<Session> live(String learnerId, String examId) {
    return Optional.ofNullable(live.get(learnerId + " " + examId)).flatMap(this::find);
  }

  @Override
  public synchronized AnswerOutcome record(
      Session known, GradedAnswer answer, Step step, @Nullable String seat) {
    Session session = sessions.get(known.id());
    if (session == null || !session.learnerId().equals(known.learnerId())) {
      return new NoSession();
    }
    int position = answer.asked().position();
    Optional<Asked> asked =
        session.askedAt(position).filter(a -> a.question().equals(answer.asked().question()));
    Optional<Answer> prior = session.answerAt(position);
    if (asked.isPresent()
        && prior.isPresent()
        && prior.get().optionId().equals(answer.optionId())) {
      return new Repeated(session, prior.get());
    }
    if (session.isLive() && isTaken(session, seat)) {
      return new AnswerOutcome.SeatTaken();
    }
    if (isLate(session) && prior.isEmpty() && asked.isPresent()) {
      var tooLate = new LateAnswer(position, asked.get().question().id(), answer.optionId(), now);
      List<LateAnswer> kept = late.computeIfAbsent(session.id(), id -> new ArrayList<>());
      if (kept.stream()
          .noneMatch(l -> l.position() == position && l.optionId().equals(answer.optionId()))) {
        kept.add(tooLate);
      }
    }
    if (!session.isLive()) {
      return new Over(session);
    }
    if (isLate(session)) {
      return new Over(timeOut(session));
    }
    if (asked.isEmpty()) {
      return new WrongPosition(session.position());
    }
    if (!session.exam().isFixed()) {
      if (prior.isPresent()) {
        return new Conflict(position);
      }
      if (step instanceof Step.Stay) {
        return new WrongPosition(session.position());
      }
    }
    var accepted =
        new Answer(
            position,
            asked.get().question(),
            answer.optionId(),
            answer.correct(),
            answer.elapsedMillis(),
            prior.map(Answer::revision).orElse(0) + 1,
            session.nextSequence(),
            now);
    Session after = session.with(accepted, step, session.deadline());
    sessions.put(session.id(), after);
    say(session, "AnswerAccepted");
    if (step instanceof Step.Stop(var reason)) {
      end(after, reason);
    }
    return new Accepted(after, accepted);
  }

  @Override
  public synchronized Restored restore(
      Session known, GradedAnswer answer, Receipt receipt, Step step) {
    Session session = Objects.requireNonNull(sessions.get(known.id()));
    int position = receipt.position();
    boolean isFixed = session.exam().isFixed();
    boolean isSame =
        session.askedAt(position).filter(a -> a.question().equals(receipt.question())).isPresent();
    Optional<Answer> prior = session.answerAt(position);
    if (prior.isPresent()) {
      if (isSame && prior.get().optionId().equals(answer.optionId())) {
        return Restored.KNOWN;
      }
      if (!isFixed || !isSame) {
        return Restored.OTHERWISE;
      }
      if (prior.get().revision() >= receipt.revision()) {
        return Restored.KNOWN;
      }
    }
    if (isFixed && !isSame) {
      return Restored.OTHERWISE;
    }
    if (!isFixed
        && (position != session.answers().size() + 1
            || (session.isLive() && step instanceof Step.Stay))) {
      return Restored.MISSING_BEFORE;
    }
    var restored =
        new Answer(
            position,
            receipt.question(),
            answer.optionId(),
            answer.correct(),
            answer.elapsedMillis(),
            receipt.revision(),
            session.nextSequence(),
            receipt.at());
    List<Asked> asked = new ArrayList<>(session.asked());
    if (position > asked.size()) {
      asked.add(answer.asked());
    } else {
      asked.set(position - 1, answer.asked());
    }
    Session before =
        new Session(
            session.id(),
            session.learnerId(),
            session.organisationId(),
            session.classId(),
            session.assignmentId(),
            session.exam(),
            session.poolRevision(),
            session.state(),
            session.startedAt(),
            session.deadline(),
            session.finishedAt(),
            session.nextSequence(),
            session.isLive() && !isFixed ? asked.subList(0, position) : asked,
            session.answers());
    Step follows = session.isLive() ? step : new Step.Stay();
    Session after = before.with(restored, follows, session.deadline());
    sessions.put(session.id(), after);
    say(session, session.isLive() ? "AnswerAccepted" : "AnswerRestored");
    if (follows instanceof Step.Stop(var reason)) {
      end(after, reason);
    }
    return Restored.RESTORED;
  }

  @Override
  public synchronized FinishOutcome finish(Session known, @Nullable String seat) {
    Session session = Objects.requireNonNull(sessions.get(known.id()));
    if (!session.isLive()) {
      return new FinishOutcome.Finished(session);
    }
    if (isTaken(session, seat)) {
      return new FinishOutcome.SeatTaken();
    }
    if (isLate(session)) {
      return new FinishOutcome.Finished(timeOut(session));
    }
    boolean isWhole =
        session.exam().isFixed() && session.answers().size() == session.asked().size();
    return new FinishOutcome.Finished(
        close(
            session, Session.State.COMPLETED, isWhole ? EndReason.LENGTH : EndReason.LEARNER, now));
  }

  @Override
  public synchronized Session takeSeat(Session known, String seat) {
    Session session = Objects.requireNonNull(sessions.get(known.id()));
    if (session.isLive()) {
      seats.computeIfAbsent(session.id(), id -> new ArrayList<>()).add(seat);
    }
    return session;
  }

  @Override
  public synchronized TimeOutcome addTime(Session known, TimeGrant grant) {
    Session session = sessions.get(known.id());
    if (session == null || !session.learnerId().equals(known.learnerId())) {
      return new TimeOutcome.NoSession();
    }
    FreshSession.RepeatKey repeat = grant.repeat();
    String place = session.id() + " " + grant.by() + " " + (repeat == null ? "" : repeat.key());
    String first = repeat == null ? null : grants.get(place);
    if (repeat != null && first != null) {
      return first.equals(repeat.request())
          ? new TimeOutcome.Repeated(session)
          : new TimeOutcome.KeyReused();
    }
    if (!session.isLive()) {
      return new TimeOutcome.Over(session);
    }
    Instant deadline = session.deadline();
    if (deadline == null) {
      return new TimeOutcome.Endless(session);
    }
    if (repeat != null) {
      grants.put(place, repeat.request());
    }
    Session later = until(session, deadline.plus(grant.add()));
    sessions.put(session.id(), later);
    say(session, "TimeAdded");
    return new TimeOutcome.Added(later);
  }

  @Override
  public synchronized SignalOutcome signal(
      Session known, List<Signal> noticed, @Nullable String seat) {
    Session session = Objects.requireNonNull(sessions.get(known.id()));
    if (!session.isLive()) {
      return new SignalOutcome.Kept(0);
    }
    if (isTaken(session, seat)) {
      return new SignalOutcome.SeatTaken();
    }
    List<Signal> kept = signals.computeIfAbsent(session.id(), id -> new ArrayList<>());
    List<Signal> some = noticed.subList(0, Math.min(noticed.size(), SIGNALS - kept.size()));
    kept.addAll(some);
    return new SignalOutcome.Kept(some.size());
  }

  @Override
  public synchronized List<Signal> signals(SessionId id) {
    return List.copyOf(signals.getOrDefault(id, List.of()));
  }

  @Override
  public synchronized List<LateAnswer> late(SessionId id) {
    return List.copyOf(late.getOrDefault(id, List.of()));
  }

  @Override
  public void seen(Session known) {
    // Nobody watches here.
  }

  @Override
  public synchronized List<SessionProgress> ofClass(String classId) {
    return sessions.values().stream()
        .filter(session -> classId.equals(session.classId()))
        .map(this::one)
        .toList();
  }

  private SessionProgress one(Session s) {
    return new SessionProgress(
        s.id(),
        s.learnerId(),
        s.organisationId(),
        s.classId(),
        s.assignmentId(),
        s.exam().id(),
        s.state(),
        s.position(),
        s.deadline(),
        s.answersInOrder().isEmpty() ? s.startedAt() : s.answersInOrder().getLast().at(),
        signals(s.id()).size(),
        seats.getOrDefault(s.id(), List.of()).size());
  }

  @Override
  public synchronized List<SessionId> liveOf(String assignmentId) {
    return sessions.values().stream()
        .filter(session -> session.isLive() && assignmentId.equals(session.assignmentId()))
        .map(Session::id)
        .toList();
  }

  @Override
  public synchronized Session timeOut(Session known) {
    Session session = Objects.requireNonNull(sessions.get(known.id()));
    return session.isLive() && isLate(session)
        ? close(
            session,
            Session.State.EXPIRED,
            EndReason.TIME,
            Objects.requireNonNull(session.deadline()))
        : session;
  }

  @Override
  public synchronized List<SessionId> due(int most) {
    return sessions.values().stream()
        .filter(session -> session.isLive() && isLate(session))
        .map(Session::id)
        .limit(most)
        .toList();
  }

  @Override
  public synchronized List<SessionSummary> mine(
      String learnerId, @Nullable Before before, int most) {
    return sessions.values().stream()
        .filter(session -> session.learnerId().equals(learnerId))
        .filter(session -> before == null || session.startedAt().isBefore(before.startedAt()))
        .sorted(Comparator.comparing(Session::startedAt).reversed())
        .limit(most)
        .map(
            s ->
                new SessionSummary(
                    s.id(),
                    s.exam(),
                    s.classId(),
                    s.assignmentId(),
                    s.state(),
                    s.startedAt(),
                    s.deadline(),
                    s.finishedAt(),
                    s.answers().size()))
        .toList();
  }

  @Override
  public synchronized List<String> events(SessionId id, long from) {
    List<String> all = events.getOrDefault(id, List.of());
    return List.copyOf(all.subList((int) Math.min(from, all.size()), all.size()));
  }

  private boolean isTaken(Session session, @Nullable String seat) {
    List<String> taken = seats.getOrDefault(session.id(), List.of());
    return !taken.isEmpty() && !taken.getLast().equals(seat);
  }

  private static Session until(Session session, Instant deadline) {
    return new Session(
        session.id(),
        session.learnerId(),
        session.organisationId(),
        session.classId(),
        session.assignmentId(),
        session.exam(),
        session.poolRevision(),
        session.state(),
        session.startedAt(),
        deadline,
        session.finishedAt(),
        session.nextSequence() + 1,
        session.asked(),
        session.answers());
  }

  private boolean isLate(Session session) {
    Instant deadline = session.deadline();
    return deadline != null && now.isAfter(deadline.plus(grace));
  }

  private Session close(Session session, Session.State state, EndReason reason, Instant at) {
    var closed =
        new Session(
            session.id(),
            session.learnerId(),
            session.organisationId(),
            session.classId(),
            session.assignmentId(),
            session.exam(),
            session.poolRevision(),
            state,
            session.startedAt(),
            session.deadline(),
            at,
            session.nextSequence() + 1,
            session.asked(),
            session.answers());
    sessions.put(session.id(), closed);
    end(closed, reason);
    return closed;
  }

  private void end(Session session, EndReason reason) {
    live.remove(session.learnerId() + " " + session.exam().id());
    say(session, "SessionFinished \"" + reason + "\"");
  }

  private void say(Session session, String event) {
    Objects.requireNonNull(events.get(session.id())).add(event);
  }
}
