package dev.sextant.analytics.mastery;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Pools;
import dev.sextant.analytics.mastery.LearnerState.CourseState;
import dev.sextant.analytics.mastery.LearnerState.SeenIn;
import dev.sextant.analytics.mastery.LearnerState.Standing;
import dev.sextant.analytics.mastery.LearnerState.TrendPoint;
import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.AnswerRestored;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.contracts.TimeAdded;
import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Adds one event to what is known of a learner.
///
/// Counts each event once: the state remembers the last sequence of every session, so a redelivery,
/// a replay from the start or a second relay changes nothing. An event that comes before one that
/// is missing is kept and counted when the gap is filled. Every answer moves the course's standing
/// once, however many sessions of the course run side by side.
public final class Fold {
  private static final int TREND_POINTS = 60;

  /// The live one and the last two, whose questions are not asked again so soon.
  private static final int SESSIONS_REMEMBERED = 3;

  /// An answer to a question seen before tells of ability with half the discrimination, and so a
  /// quarter of the information: part of it is memory.
  private static final double SEEN_BEFORE = 0.5;

  private final Estimation estimation;
  private final Pools pools;
  private final ParameterSets parameters;
  private final Items items;

  public Fold(Estimation estimation, Pools pools, ParameterSets parameters) {
    this.estimation = estimation;
    this.parameters = parameters;
    this.pools = pools;
    this.items = new Items();
  }

  /// What became of an event.
  public sealed interface Outcome {
    /// The learner after it.
    LearnerState state();

    /// It counted, and so did early ones that it freed.
    ///
    /// @param session as it now stands, also when it is final
    /// @param events how many counted
    /// @param refused early ones that cannot count, now that their turn has come
    record Counted(LearnerState state, SessionState session, int events, List<ExamEvent> refused)
        implements Outcome {
      public Counted {
        refused = List.copyOf(refused);
      }
    }

    /// It was known already.
    record Duplicate(LearnerState state) implements Outcome {}

    /// Something before it is missing; it waits in the state.
    ///
    /// @param missingFrom the first sequence that has not come
    record Gap(LearnerState state, String sessionId, long missingFrom) implements Outcome {}
  }

  /// Finds a session that is final by its id; null when it is not remembered any more.
  public interface Ended {
    @Nullable SessionState find(String sessionId);
  }

  /// Adds an event when no session that is final is remembered.
  ///
  /// @throws IllegalArgumentException when no event of a session can be so
  public Outcome add(LearnerState learner, ExamEvent event) {
    return add(learner, event, id -> null);
  }

  /// Adds an event.
  ///
  /// @throws IllegalArgumentException when no event of a session can be so
  public Outcome add(LearnerState learner, ExamEvent event, Ended ended) {
    String id = event.sessionId();
    if (!event.learnerId().equals(learner.learnerId())) {
      throw new IllegalArgumentException("a session belongs to one learner");
    }
    SessionState known = learner.sessions().get(id);
    if (known != null) {
      needsSameTenant(known, event);
    }
    long expected = learner.expected(id);
    if (event.sequence() < expected) {
      return new Outcome.Duplicate(learner);
    }
    if (event.sequence() > expected) {
      return hold(learner, event, expected);
    }
    SessionState before = known == null && learner.ended().containsKey(id) ? ended.find(id) : known;
    SessionState session = count(learner, before, event);
    int events = 1;
    List<ExamEvent> refused = new ArrayList<>();
    LearnerState state = after(learner, session, event);
    for (ExamEvent next = next(state, id); next != null; next = next(state, id)) {
      try {
        session = count(state, session, next);
        state = after(state, session, next);
        events++;
      } catch (IllegalArgumentException e) {
        // It waited here unchecked; it must not take what freed it along.
        refused.add(next);
        state = without(state, next);
      }
    }
    return new Outcome.Counted(state, session, events, refused);
  }

  private static void needsSameTenant(SessionState session, ExamEvent event) {
    if (!event.organisationId().equals(session.started().organisationId())) {
      throw new IllegalArgumentException("a session belongs to one organisation");
    }
  }

  private static LearnerState without(LearnerState learner, ExamEvent early) {
    String id = early.sessionId();
    return learner.withEarly(
        id,
        learner.early().getOrDefault(id, List.of()).stream()
            .filter(event -> !event.equals(early))
            .toList());
  }

  private static Outcome hold(LearnerState learner, ExamEvent event, long expected) {
    String id = event.sessionId();
    if (learner.ended().containsKey(id) && !(event instanceof AnswerRestored)) {
      throw new IllegalArgumentException("nothing may follow the end of a session");
    }
    List<ExamEvent> early = new ArrayList<>(learner.early().getOrDefault(id, List.of()));
    // Two that say different things may wait for one turn: which of them counts is seen then.
    if (early.contains(event)) {
      return new Outcome.Duplicate(learner);
    }
    early.add(event);
    early.sort(Comparator.comparingLong(ExamEvent::sequence));
    return new Outcome.Gap(learner.withEarly(id, early), id, expected);
  }

  /// The early event whose turn it is.
  private static @Nullable ExamEvent next(LearnerState learner, String sessionId) {
    long expected = learner.expected(sessionId);
    return learner.early().getOrDefault(sessionId, List.of()).stream()
        .filter(event -> event.sequence() == expected)
        .findFirst()
        .orElse(null);
  }

  private SessionState count(
      LearnerState learner, @Nullable SessionState session, ExamEvent event) {
    return switch (event) {
      case SessionStarted started -> start(learner, session, started);
      case AnswerAccepted answer -> answer(known(session, event), answer);
      case TimeAdded added -> noted(known(session, event), added);
      case SessionFinished finished -> finish(known(session, event), finished);
      case AnswerRestored restored -> restore(session, restored);
    };
  }

  private static SessionState known(@Nullable SessionState session, ExamEvent event) {
    if (session == null) {
      throw new IllegalArgumentException(
          "a session must begin with its start, came " + event.getClass().getSimpleName());
    }
    if (session.finished() != null) {
      throw new IllegalArgumentException("nothing may follow the end of a session");
    }
    needsSameTenant(session, event);
    return session;
  }

  private SessionState start(
      LearnerState learner, @Nullable SessionState before, SessionStarted started) {
    if (before != null) {
      throw new IllegalArgumentException("a session must start once");
    }
    CourseState course = opened(learner, started);
    Belief prior = course.current().belief();
    Set<String> seen =
        course.lately().stream()
            .flatMap(session -> session.questionIds().stream())
            .collect(Collectors.toSet());
    return new SessionState(started, 0, started.at(), prior, prior, List.of(), null, seen);
  }

  private SessionState answer(SessionState session, AnswerAccepted event) {
    List<Answer> answers = with(session.answers(), answerOf(event));
    return new SessionState(
        session.started(),
        event.sequence(),
        event.at(),
        session.prior(),
        estimation.posterior(session.prior(), items(session, answers), answers),
        answers,
        null,
        session.seenBefore());
  }

  /// An answer that came back after the end: the end stands, and is worth what it is worth with it.
  private SessionState restore(@Nullable SessionState session, AnswerRestored event) {
    if (session == null) {
      throw new IllegalArgumentException("the session of a restored answer is not remembered");
    }
    SessionFinished finished = session.finished();
    if (finished == null) {
      throw new IllegalArgumentException("an answer is restored after the end only");
    }
    needsSameTenant(session, event);
    List<Answer> answers = with(session.answers(), answerOf(event.accepted()));
    return new SessionState(
        session.started(),
        event.sequence(),
        session.at(),
        session.prior(),
        estimation.settled(
            session.prior(),
            items(session, answers),
            items.known(pool(session), parameters(session)),
            answers),
        answers,
        new SessionFinished(
            finished.sessionId(),
            finished.organisationId(),
            finished.learnerId(),
            finished.sequence(),
            finished.at(),
            finished.reason(),
            event.answered()),
        session.seenBefore());
  }

  /// The answers with one more, or with a newer one in its place.
  private static List<Answer> with(List<Answer> answers, Answer answer) {
    List<Answer> next = new ArrayList<>(answers);
    next.removeIf(a -> a.position() == answer.position() && a.revision() <= answer.revision());
    if (next.stream().noneMatch(a -> a.position() == answer.position())) {
      next.add(answer);
      next.sort(Comparator.comparingInt(Answer::position));
    }
    return next;
  }

  private static Answer answerOf(AnswerAccepted event) {
    return new Answer(
        event.position(),
        event.revision(),
        event.questionId(),
        event.questionVersion(),
        event.domainId(),
        event.optionId(),
        event.correct(),
        event.elapsedMillis(),
        event.at(),
        event.pick());
  }

  /// More time tells nothing of ability; it only takes its turn in the order.
  private static SessionState noted(SessionState session, TimeAdded event) {
    return new SessionState(
        session.started(),
        event.sequence(),
        event.at(),
        session.prior(),
        session.belief(),
        session.answers(),
        null,
        session.seenBefore());
  }

  /// What is left when nothing more comes is worth the exact posterior.
  private SessionState finish(SessionState session, SessionFinished event) {
    return new SessionState(
        session.started(),
        event.sequence(),
        event.at(),
        session.prior(),
        estimation.settled(
            session.prior(),
            items(session),
            items.known(pool(session), parameters(session)),
            session.answers()),
        session.answers(),
        event,
        session.seenBefore());
  }

  /// The learner once the session stands so.
  private LearnerState after(LearnerState learner, SessionState session, ExamEvent event) {
    String id = session.started().sessionId();
    List<ExamEvent> early =
        learner.early().getOrDefault(id, List.of()).stream()
            .filter(waiting -> waiting.sequence() > session.sequence())
            .toList();
    CourseState course =
        session.sequence() == 0
            ? opened(learner, session.started())
            : learner.courses().get(session.courseId());
    if (course == null) {
      throw new IllegalStateException("a session's start makes its course known");
    }
    LearnerState next = learner.withEarly(id, early);
    next = session.isFinal() ? next.withEnded(session) : next.withSession(session);
    return next.withCourse(
        session.courseId(),
        event instanceof AnswerRestored restored
            ? restored(next, course, session, answerOf(restored.accepted()))
            : moved(next, course, session));
  }

  /// The course after an answer to a session that was settled came back: the answer alone moves
  /// what is settled, since the rest of the session has moved it already.
  private CourseState restored(
      LearnerState learner, CourseState course, SessionState session, Answer answer) {
    Standing settled = course.settled();
    boolean fits = settled.belief().mean().size() == session.prior().mean().size();
    // One that took another's place was counted with it; its own share cannot be told apart.
    if (fits && answer.revision() == 1) {
      settled =
          settled.with(
              estimation.posterior(
                  settled.belief(), items(session, List.of(answer)), List.of(answer)),
              settled.at(),
              List.of(answer));
    }
    List<TrendPoint> before =
        course.trend().stream()
            .filter(point -> !point.sessionId().equals(session.started().sessionId()))
            .toList();
    return standing(learner, course, session, settled, added(before, session));
  }

  /// The course as a new session finds it: what was settled, less sure for the time since.
  private CourseState opened(LearnerState learner, SessionStarted started) {
    CourseState course = learner.courses().get(started.exam().courseId());
    Pool pool = pools.pool(started.exam().courseId(), started.poolRevision());
    List<String> domains = pool.domains().stream().map(Pool.Domain::id).toList();
    if (course == null) {
      Belief population =
          estimation.population(
              domains, parameters.inForce(started.exam().courseId(), started.at()));
      var nothing = new Standing(population, started.at(), Map.of());
      return new CourseState(domains, nothing, nothing, nothing, List.of(), List.of(), 0);
    }
    Standing settled = course.settled();
    Belief known = estimation.carried(settled.belief(), course.domains(), domains);
    var drifted =
        new Standing(
            estimation.drifted(known, Duration.between(settled.at(), started.at())),
            later(settled.at(), started.at()),
            settled.answered());
    return new CourseState(
        domains,
        drifted,
        standing(learner, drifted, started.exam().courseId(), s -> true),
        standing(learner, drifted, started.exam().courseId(), SessionState::tellsAtOnce),
        course.trend(),
        course.lately(),
        course.version());
  }

  /// The course after a change of one of its sessions, which `learner` holds already.
  private CourseState moved(LearnerState learner, CourseState course, SessionState session) {
    Standing settled = course.settled();
    List<TrendPoint> trend = course.trend();
    if (session.isFinal()) {
      settled =
          settled.with(
              moved(settled.belief(), session),
              later(settled.at(), session.at()),
              session.answers());
      trend = added(trend, session);
    }
    return standing(learner, course, session, settled, trend);
  }

  private CourseState standing(
      LearnerState learner,
      CourseState course,
      SessionState session,
      Standing settled,
      List<TrendPoint> trend) {
    String courseId = session.courseId();
    return new CourseState(
        course.domains(),
        settled,
        standing(learner, settled, courseId, s -> true),
        standing(learner, settled, courseId, SessionState::tellsAtOnce),
        trend,
        lately(course.lately(), session),
        course.version() + 1);
  }

  /// What is settled, moved by the answers of live sessions.
  private Standing standing(
      LearnerState learner, Standing settled, String courseId, Predicate<SessionState> counts) {
    List<SessionState> live =
        learner.sessions().values().stream()
            .filter(s -> s.courseId().equals(courseId) && !s.answers().isEmpty())
            .filter(counts)
            .sorted(Comparator.comparing(s -> s.started().sessionId()))
            .toList();
    Standing standing = settled;
    for (SessionState session : live) {
      standing =
          standing.with(
              moved(standing.belief(), session),
              later(standing.at(), session.at()),
              session.answers());
    }
    return standing;
  }

  /// A belief moved by a session's answers. A session on a pool with other domains than the course
  /// has by now keeps its own result and moves nothing.
  private Belief moved(Belief belief, SessionState session) {
    if (belief.equals(session.prior())) {
      // Usually one session is live, and what it began with is what is settled.
      return session.belief();
    }
    return belief.mean().size() == session.prior().mean().size()
        ? estimation.posterior(belief, items(session), session.answers())
        : belief;
  }

  private List<TrendPoint> added(List<TrendPoint> trend, SessionState session) {
    Belief belief = session.belief();
    List<Double> deviation = new ArrayList<>();
    for (int d = 0; d < belief.mean().size(); d++) {
      deviation.add(Math.sqrt(belief.covariance().get(d).get(d)));
    }
    List<TrendPoint> next = new ArrayList<>(trend);
    next.add(
        new TrendPoint(
            session.started().sessionId(),
            session.at(),
            belief.mean(),
            deviation,
            Effort.of(session, items(session), population(session))));
    next.sort(Comparator.comparing(TrendPoint::at));
    return next.subList(Math.max(0, next.size() - TREND_POINTS), next.size());
  }

  private static List<SeenIn> lately(List<SeenIn> before, SessionState session) {
    String id = session.started().sessionId();
    List<SeenIn> next = new ArrayList<>();
    next.add(
        new SeenIn(
            id, session.answers().stream().map(Answer::questionId).collect(Collectors.toList())));
    before.stream().filter(seen -> !seen.sessionId().equals(id)).forEach(next::add);
    return next.subList(0, Math.min(next.size(), SESSIONS_REMEMBERED));
  }

  /// Of whom the learner is one, in the domains that the session is measured in.
  private Ability population(SessionState session) {
    List<String> domains = pool(session).domains().stream().map(Pool.Domain::id).toList();
    return Estimation.ability(estimation.population(domains, parameters(session)));
  }

  /// What the session is measured by; of questions that the learner had seen before, a weaker form.
  private Map<String, Item> items(SessionState session) {
    return items(session, session.answers());
  }

  private Map<String, Item> items(SessionState session, List<Answer> answers) {
    Map<String, Item> all = items.of(pool(session), parameters(session));
    List<String> seen =
        answers.stream().map(Answer::questionId).filter(session::sawBefore).toList();
    if (seen.isEmpty()) {
      return all;
    }
    Map<String, Item> discounted = new HashMap<>(all);
    seen.forEach(id -> discounted.computeIfPresent(id, (key, item) -> discounted(item)));
    return discounted;
  }

  private Pool pool(SessionState session) {
    return pools.pool(session.courseId(), session.started().poolRevision());
  }

  private Optional<ParameterSet> parameters(SessionState session) {
    return parameters.inForce(session.courseId(), session.started().at());
  }

  private static Item discounted(Item item) {
    return new Item(item.id(), item.domain(), item.a() * SEEN_BEFORE, item.b(), item.c(), item.d());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
