package dev.sextant.session.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.servicekit.Ids;
import dev.sextant.session.Answer;
import dev.sextant.session.AnswerOutcome;
import dev.sextant.session.FinishOutcome;
import dev.sextant.session.FreshSession;
import dev.sextant.session.GradedAnswer;
import dev.sextant.session.Hashes;
import dev.sextant.session.LateAnswer;
import dev.sextant.session.Receipt;
import dev.sextant.session.Session;
import dev.sextant.session.SessionId;
import dev.sextant.session.SessionProgress;
import dev.sextant.session.SessionSummary;
import dev.sextant.session.Sessions;
import dev.sextant.session.Signal;
import dev.sextant.session.SignalOutcome;
import dev.sextant.session.StartOutcome;
import dev.sextant.session.Step;
import dev.sextant.session.TimeGrant;
import dev.sextant.session.TimeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.resps.Tuple;

/// Sessions in Redis. The scripts hold the rules; this class only carries arguments there and
/// outcomes back, and remembers what it last saw.
final class RedisSessions implements Sessions {
  private static final int ANY = 1_000;

  /// A page that is there is noted this often.
  private static final Duration SEEN_EVERY = Duration.ofSeconds(20);

  private final Store store;
  private final Keys keys;
  private final SessionSettings settings;
  private final SessionHash hash = new SessionHash();
  private final Cache<SessionId, Session> copies;
  private final Cache<SessionId, Boolean> seen =
      Caffeine.newBuilder().maximumSize(200_000).expireAfterWrite(SEEN_EVERY).build();

  RedisSessions(Store store, Keys keys, SessionSettings settings) {
    this.store = store;
    this.keys = keys;
    this.settings = settings;
    this.copies =
        Caffeine.newBuilder()
            .maximumSize(settings.copies())
            .expireAfterAccess(Duration.ofHours(1))
            .build();
  }

  @Override
  public SessionId nextId(String learnerId) {
    return Keys.id(learnerId, Ids.next());
  }

  @Override
  public StartOutcome start(FreshSession fresh) {
    int bucket = Keys.bucketOf(fresh.learnerId());
    FreshSession.RepeatKey repeat = fresh.repeat();
    List<String> names =
        new ArrayList<>(
            keys.ofSession(
                fresh.id(),
                fresh.learnerId(),
                fresh.exam().id(),
                fresh.classId(),
                fresh.assignmentId()));
    names.add(
        keys.repeat(bucket, fresh.learnerId(), Hashes.sha256(repeat == null ? "" : repeat.key())));
    names.add(keys.mine(bucket, fresh.learnerId()));
    names.add(keys.attempts(bucket, fresh.learnerId(), fresh.exam().id()));
    names.add(keys.first(bucket, fresh.learnerId()));
    Duration allowance = fresh.allowance();
    Integer attempts = fresh.attempts();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                fresh.id().value(),
                fresh.learnerId(),
                repeat == null ? "" : Hashes.sha256(repeat.request()),
                Long.toString(settings.keepRepeatKeys().toMillis()),
                SessionHash.millis(fresh.opensAt()),
                SessionHash.millis(fresh.closesAt()),
                allowance == null ? "" : Long.toString(allowance.toMillis()),
                attempts == null ? "" : attempts.toString(),
                hash.startedBody(fresh),
                SessionHash.orEmpty(fresh.classId()),
                SessionHash.orEmpty(fresh.assignmentId())));
    arguments.addAll(hash.fields(fresh));
    List<String> reply = store.run(Script.START, names, arguments);
    return switch (reply.getFirst()) {
      case "STARTED" -> {
        Session session =
            hash.started(
                fresh,
                Instant.ofEpochMilli(Long.parseLong(reply.get(1))),
                SessionHash.instant(reply.get(2)));
        copies.put(session.id(), session);
        yield new StartOutcome.Started(session);
      }
      case "REPEATED" -> new StartOutcome.Repeated(existing(reply.get(1)));
      case "LIVE" -> new StartOutcome.Resumed(existing(reply.get(1)));
      case "NOT_OPEN" -> new StartOutcome.NotYetOpen(Objects.requireNonNull(fresh.opensAt()));
      case "CLOSED" -> new StartOutcome.Closed(Objects.requireNonNull(fresh.closesAt()));
      case "EXHAUSTED" -> new StartOutcome.NoAttemptLeft(Objects.requireNonNull(attempts));
      case "KEY_REUSED" -> new StartOutcome.KeyReused();
      default -> throw new IllegalStateException("start.lua answered " + reply);
    };
  }

  @Override
  public Optional<Session> find(SessionId id) {
    OptionalInt bucket = Keys.bucketOf(id);
    if (bucket.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> fields =
        read(bucket.getAsInt(), pipeline -> pipeline.hgetAll(keys.session(bucket.getAsInt(), id)));
    if (fields.isEmpty()) {
      copies.invalidate(id);
      return Optional.empty();
    }
    Session session = hash.read(id, fields);
    copies.put(id, session);
    return Optional.of(session);
  }

  @Override
  public Optional<Session> lastKnown(SessionId id) {
    return Optional.ofNullable(copies.getIfPresent(id));
  }

  @Override
  public Optional<Session> live(String learnerId, String examId) {
    int bucket = Keys.bucketOf(learnerId);
    String id = store.ask(redis -> redis.get(keys.live(bucket, learnerId, examId)));
    return Optional.ofNullable(id).flatMap(live -> find(new SessionId(live)));
  }

  @Override
  public AnswerOutcome record(
      Session known, GradedAnswer answer, Step step, @Nullable String seat) {
    int position = answer.asked().position();
    List<String> reply =
        store.run(
            Script.ANSWER,
            names(known),
            List.of(
                known.id().value(),
                known.learnerId(),
                Integer.toString(position),
                answer.asked().question().id(),
                answer.optionId(),
                hash.answer(answer),
                hash.acceptedBody(known, answer, step),
                kind(step),
                hash.following(step),
                hash.finishedBody(known),
                Long.toString(settings.grace().toMillis()),
                Long.toString(settings.keepFinished().toMillis()),
                SessionHash.orEmpty(seat)));
    return switch (reply.getFirst()) {
      case "ACCEPTED" -> {
        Answer accepted = hash.answer(position, answer.asked().question(), reply.get(1));
        if (accepted.sequence() != known.nextSequence()) {
          // The copy was behind: in a fixed exam another window may have answered elsewhere.
          yield find(known.id())
              .<AnswerOutcome>map(session -> new AnswerOutcome.Accepted(session, accepted))
              .orElseGet(AnswerOutcome.NoSession::new);
        }
        Session session = known.with(accepted, step, SessionHash.instant(reply.get(2)));
        copies
            .asMap()
            .merge(
                session.id(),
                session,
                (one, other) -> one.nextSequence() > other.nextSequence() ? one : other);
        yield new AnswerOutcome.Accepted(session, accepted);
      }
      case "REPEATED" ->
          find(known.id())
              .<AnswerOutcome>map(
                  session ->
                      new AnswerOutcome.Repeated(
                          session, hash.answer(position, answer.asked().question(), reply.get(1))))
              .orElseGet(AnswerOutcome.NoSession::new);
      case "CONFLICT" -> new AnswerOutcome.Conflict(position);
      case "WRONG" -> new AnswerOutcome.WrongPosition(known.position());
      case "OVER" ->
          find(known.id())
              .<AnswerOutcome>map(AnswerOutcome.Over::new)
              .orElseGet(AnswerOutcome.NoSession::new);
      case "LATE" -> new AnswerOutcome.Over(timeOut(known));
      case "SEAT" -> new AnswerOutcome.SeatTaken();
      case "NONE" -> new AnswerOutcome.NoSession();
      default -> throw new IllegalStateException("answer.lua answered " + reply);
    };
  }

  private static String kind(Step step) {
    return switch (step) {
      case Step.Ask ask -> "ASK";
      case Step.Stop stop -> "STOP";
      case Step.Stay stay -> "STAY";
    };
  }

  @Override
  public Restored restore(Session known, GradedAnswer answer, Receipt receipt, Step step) {
    List<String> reply =
        store.run(
            Script.RESTORE,
            names(known),
            List.of(
                known.id().value(),
                known.learnerId(),
                Integer.toString(receipt.position()),
                answer.asked().question().id(),
                answer.optionId(),
                hash.answer(answer),
                hash.acceptedBody(known, answer, step),
                kind(step),
                hash.following(step),
                hash.finishedBody(known),
                hash.question(answer.asked()),
                Integer.toString(receipt.revision()),
                SessionHash.millis(receipt.at()),
                hash.restoredBody(known, answer),
                Long.toString(settings.keepFinished().toMillis())));
    return switch (reply.getFirst()) {
      case "NONE" -> Restored.MISSING_BEFORE;
      default -> Restored.valueOf(reply.getFirst());
    };
  }

  @Override
  public FinishOutcome finish(Session known, @Nullable String seat) {
    List<String> arguments = new ArrayList<>(closing(known));
    arguments.add(SessionHash.orEmpty(seat));
    List<String> reply = store.run(Script.FINISH, names(known), arguments);
    return reply.getFirst().equals("SEAT")
        ? new FinishOutcome.SeatTaken()
        : find(known.id())
            .<FinishOutcome>map(FinishOutcome.Finished::new)
            .orElseGet(FinishOutcome.NoSession::new);
  }

  @Override
  public Session takeSeat(Session known, String seat) {
    store.run(Script.SEAT, names(known), List.of(known.learnerId(), seat));
    return find(known.id()).orElse(known);
  }

  @Override
  public TimeOutcome addTime(Session known, TimeGrant grant) {
    int bucket = Keys.bucketOf(known.learnerId());
    FreshSession.RepeatKey repeat = grant.repeat();
    List<String> names = new ArrayList<>(names(known));
    names.add(
        keys.repeat(
            bucket,
            known.id().value(),
            repeat == null ? "" : Hashes.sha256(grant.by() + " " + repeat.key())));
    List<String> reply =
        store.run(
            Script.TIME,
            names,
            List.of(
                known.id().value(),
                known.learnerId(),
                Long.toString(grant.add().toMillis()),
                hash.timeBody(known, grant),
                repeat == null ? "" : Hashes.sha256(repeat.request()),
                Long.toString(settings.keepRepeatKeys().toMillis())));
    String outcome = reply.getFirst();
    if (outcome.equals("KEY_REUSED")) {
      return new TimeOutcome.KeyReused();
    }
    return find(known.id())
        .map(
            session ->
                switch (outcome) {
                  case "ADDED" -> new TimeOutcome.Added(session);
                  case "REPEATED" -> new TimeOutcome.Repeated(session);
                  case "OVER" -> new TimeOutcome.Over(session);
                  case "ENDLESS" -> new TimeOutcome.Endless(session);
                  default -> throw new IllegalStateException("time.lua answered " + reply);
                })
        .orElseGet(TimeOutcome.NoSession::new);
  }

  @Override
  public SignalOutcome signal(Session known, List<Signal> signals, @Nullable String seat) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                known.id().value(),
                known.learnerId(),
                SessionHash.orEmpty(seat),
                Integer.toString(settings.signals())));
    signals.forEach(signal -> arguments.add(SessionHash.signal(signal)));
    List<String> reply = store.run(Script.SIGNAL, names(known), arguments);
    return switch (reply.getFirst()) {
      case "KEPT" -> new SignalOutcome.Kept(Integer.parseInt(reply.get(1)));
      case "SEAT" -> new SignalOutcome.SeatTaken();
      case "NONE" -> new SignalOutcome.NoSession();
      default -> throw new IllegalStateException("signal.lua answered " + reply);
    };
  }

  @Override
  public List<Signal> signals(SessionId id) {
    OptionalInt bucket = Keys.bucketOf(id);
    return bucket.isEmpty()
        ? List.of()
        : store.ask(redis -> redis.lrange(keys.signals(bucket.getAsInt(), id), 0, -1)).stream()
            .map(SessionHash::signal)
            .toList();
  }

  @Override
  public List<LateAnswer> late(SessionId id) {
    Optional<Session> session = find(id);
    if (session.isEmpty()) {
      return List.of();
    }
    int bucket = Keys.bucketOf(session.get().learnerId());
    return store.ask(redis -> redis.hgetAll(keys.late(bucket, id))).entrySet().stream()
        .map(entry -> SessionHash.late(session.get(), entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(LateAnswer::position).thenComparing(LateAnswer::at))
        .toList();
  }

  @Override
  public void seen(Session known) {
    if (known.isLive() && seen.asMap().putIfAbsent(known.id(), true) == null) {
      String at = Long.toString(Instant.now().toEpochMilli());
      int bucket = Keys.bucketOf(known.learnerId());
      store.ask(redis -> redis.hset(keys.seen(bucket), known.id().value(), at));
    }
  }

  @Override
  public List<SessionId> liveOf(String assignmentId) {
    return store
        .ask(redis -> indexed(redis, bucket -> keys.ofAssignment(bucket, assignmentId)))
        .stream()
        .flatMap(Collection::stream)
        .map(SessionId::new)
        .toList();
  }

  @Override
  public List<SessionProgress> ofClass(String classId) {
    return store.ask(
        redis -> {
          List<List<String>> found = indexed(redis, bucket -> keys.ofClass(bucket, classId));
          List<SessionProgress> progress = new ArrayList<>();
          for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
            List<SessionId> ids = found.get(bucket).stream().map(SessionId::new).toList();
            if (!ids.isEmpty()) {
              progress.addAll(progress(redis, bucket, ids));
            }
          }
          return progress;
        });
  }

  private List<SessionProgress> progress(UnifiedJedis redis, int bucket, List<SessionId> ids) {
    List<Response<List<String>>> hashes = new ArrayList<>();
    Response<List<String>> seenAt;
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (SessionId id : ids) {
        hashes.add(pipeline.hmget(keys.session(bucket, id), SessionHash.PROGRESS));
      }
      seenAt =
          pipeline.hmget(
              keys.seen(bucket), ids.stream().map(SessionId::value).toArray(String[]::new));
    }
    List<SessionProgress> progress = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      List<@Nullable String> fields = new ArrayList<>(hashes.get(i).get());
      hash.progress(ids.get(i), fields, seenAt.get().get(i)).ifPresent(progress::add);
    }
    return progress;
  }

  /// The members of an index, by bucket.
  private static List<List<String>> indexed(UnifiedJedis redis, IntFunction<String> key) {
    List<Response<List<String>>> replies = new ArrayList<>();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
        replies.add(pipeline.zrange(key.apply(bucket), 0, -1));
      }
    }
    return replies.stream().map(Response::get).toList();
  }

  @Override
  public Session timeOut(Session known) {
    List<String> reply = store.run(Script.TIMEOUT, names(known), closing(known));
    return reply.getFirst().equals("NOT_DUE") ? known : find(known.id()).orElse(known);
  }

  @Override
  public List<SessionId> due(int most) {
    String until = Long.toString(Instant.now().minus(settings.grace()).toEpochMilli());
    return store.ask(
        redis -> {
          List<Response<List<String>>> replies = new ArrayList<>();
          try (AbstractPipeline pipeline = redis.pipelined()) {
            for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
              replies.add(pipeline.zrangeByScore(keys.due(bucket), "-inf", until, 0, most));
            }
          }
          return replies.stream()
              .map(Response::get)
              .flatMap(Collection::stream)
              .map(SessionId::new)
              .toList();
        });
  }

  @Override
  public List<SessionSummary> mine(String learnerId, @Nullable Before before, int most) {
    int bucket = Keys.bucketOf(learnerId);
    String key = keys.mine(bucket, learnerId);
    double newest = before == null ? Double.POSITIVE_INFINITY : before.startedAt().toEpochMilli();
    List<Tuple> members =
        store.ask(
            redis ->
                redis.zrangeWithScores(
                    key,
                    ZRangeParams.zrangeByScoreParams(newest, Double.NEGATIVE_INFINITY)
                        .rev()
                        .limit(0, ANY)));
    List<SessionSummary> summaries = new ArrayList<>();
    List<SessionId> wanted = new ArrayList<>();
    for (Tuple member : members) {
      boolean isBefore =
          before == null
              || (long) member.getScore() < before.startedAt().toEpochMilli()
              || member.getElement().compareTo(before.id().value()) < 0;
      if (isBefore) {
        wanted.add(new SessionId(member.getElement()));
      }
    }
    for (int from = 0; from < wanted.size() && summaries.size() < most; from += most) {
      summaries.addAll(
          summaries(bucket, key, wanted.subList(from, Math.min(wanted.size(), from + most))));
    }
    return summaries.stream().limit(most).toList();
  }

  @Override
  public List<String> events(SessionId id, long from) {
    OptionalInt bucket = Keys.bucketOf(id);
    return bucket.isEmpty()
        ? List.of()
        : read(
            bucket.getAsInt(),
            pipeline -> pipeline.lrange(keys.events(bucket.getAsInt(), id), from, -1));
  }

  /// Reads of a bucket what may only be believed when the bucket is open and has all that it is
  /// known to have had; its next beat closes one that has not.
  private <T> T read(int bucket, Function<AbstractPipeline, Response<T>> question) {
    long known = store.events().get(bucket);
    return store.ask(
        redis -> {
          Response<T> reply;
          Response<List<String>> pulse;
          try (AbstractPipeline pipeline = redis.pipelined()) {
            reply = question.apply(pipeline);
            pulse = pipeline.hmget(keys.pulse(bucket), "open", "events");
          }
          String open = pulse.get().get(0);
          String events = pulse.get().get(1);
          if (open == null || (events == null ? 0 : Long.parseLong(events)) < known) {
            throw Store.recovering();
          }
          return reply.get();
        });
  }

  private List<SessionSummary> summaries(int bucket, String mine, List<SessionId> ids) {
    return store.ask(
        redis -> {
          List<Response<List<String>>> replies = new ArrayList<>();
          try (AbstractPipeline pipeline = redis.pipelined()) {
            for (SessionId id : ids) {
              replies.add(
                  pipeline.hmget(
                      keys.session(bucket, id),
                      "exam",
                      "class",
                      "assignment",
                      "state",
                      "startedAt",
                      "deadline",
                      "finishedAt",
                      "answered"));
            }
          }
          List<SessionSummary> summaries = new ArrayList<>();
          for (int i = 0; i < ids.size(); i++) {
            List<@Nullable String> fields = new ArrayList<>(replies.get(i).get());
            String exam = fields.get(0);
            String state = fields.get(3);
            Instant startedAt = SessionHash.instant(fields.get(4));
            String answered = fields.get(7);
            if (exam == null || state == null || startedAt == null || answered == null) {
              // Its time to live is over; the list forgets it too.
              redis.zrem(mine, ids.get(i).value());
              continue;
            }
            summaries.add(
                new SessionSummary(
                    ids.get(i),
                    hash.exam(exam),
                    SessionHash.orNull(fields.get(1)),
                    SessionHash.orNull(fields.get(2)),
                    Session.State.valueOf(state),
                    startedAt,
                    SessionHash.instant(fields.get(5)),
                    SessionHash.instant(fields.get(6)),
                    Integer.parseInt(answered)));
          }
          return summaries;
        });
  }

  private Session existing(String id) {
    return find(new SessionId(id))
        .orElseThrow(() -> new IllegalStateException("session " + id + " must have its hash"));
  }

  private List<String> names(Session session) {
    return keys.ofSession(
        session.id(),
        session.learnerId(),
        session.exam().id(),
        session.classId(),
        session.assignmentId());
  }

  private List<String> closing(Session session) {
    return List.of(
        session.id().value(),
        session.learnerId(),
        hash.finishedBody(session),
        Long.toString(settings.grace().toMillis()),
        Long.toString(settings.keepFinished().toMillis()));
  }
}
