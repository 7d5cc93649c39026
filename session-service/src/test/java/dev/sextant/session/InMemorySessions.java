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
  private final Duration grace;
  private final Map<SessionId, Session> sessions = new LinkedHashMap<>();
  private final Map<SessionId, List<String>> events = new HashMap<>();
  private final Map<String, SessionId> live = new HashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, Map.Entry<String, SessionId>> repeats = new HashMap<>();
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
  public synchronized AnswerOutcome record(Session known, GradedAnswer answer, Step step) {
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
  public synchronized Session finish(Session known) {
    Session session = Objects.requireNonNull(sessions.get(known.id()));
    if (!session.isLive()) {
      return session;
    }
    if (isLate(session)) {
      return timeOut(session);
    }
    boolean isWhole =
        session.exam().isFixed() && session.answers().size() == session.asked().size();
    return close(
        session, Session.State.COMPLETED, isWhole ? EndReason.LENGTH : EndReason.LEARNER, now);
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
