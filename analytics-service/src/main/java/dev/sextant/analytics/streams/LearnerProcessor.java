package dev.sextant.analytics.streams;

import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.items.Observation;
import dev.sextant.analytics.items.Observing;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.Fold.Outcome;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.mastery.SessionEvents;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.analytics.results.Publishing;
import dev.sextant.analytics.results.Readings.GapReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Folds each learner's events in order and forwards the documents that changed.
///
/// A record that is no event, or one that can never count, goes to the dead-letter topic as it
/// came. A gap is repaired from session-service at once, or looked after again and again, ever more
/// rarely, until it is. The question bank is waited for: without its pool no answer can be
/// measured.
final class LearnerProcessor implements Processor<String, byte[], String, Folded> {
  static final String STORE = "learners";

  /// Sessions that are final, for as long as an answer of theirs may come back.
  static final String ENDED = "ended-sessions";

  /// The learners with early events, so that a restart need not read all of `STORE` to find them.
  static final String GAPS = "learners-with-gaps";

  private static final Logger LOG = LoggerFactory.getLogger(LearnerProcessor.class);
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final EventJson<Reading> READINGS = Json.events(Reading.class);
  private static final JsonMapper STATES = StateJson.mapper();

  /// Well below `max.poll.interval.ms`, after which the broker gives the partition to others.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final int MOST_DOUBLINGS = 6;
  private static final byte[] MARK = {1};

  private final Fold fold;
  private final Publishing publishing;
  private final Observing observing;
  private final SessionEvents sessionEvents;
  private final StreamMeters meters;
  private final Duration repairEvery;
  private final Map<String, Retry> retries = new HashMap<>();
  private ProcessorContext<String, Folded> context;
  private JsonStore<LearnerState> store;
  private KeyValueStore<String, byte[]> gaps;
  private WindowStore<String, byte[]> ended;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  LearnerProcessor(
      Fold fold,
      Publishing publishing,
      Observing observing,
      SessionEvents sessionEvents,
      StreamMeters meters,
      Duration repairEvery) {
    this.fold = fold;
    this.publishing = publishing;
    this.observing = observing;
    this.sessionEvents = sessionEvents;
    this.meters = meters;
    this.repairEvery = repairEvery;
  }

  /// When a learner's gaps are asked for again, in milliseconds.
  private record Retry(long at, int tries) {}

  @Override
  public void init(ProcessorContext<String, Folded> context) {
    this.context = context;
    this.store = new JsonStore<>(context.getStateStore(STORE), STATES, LearnerState.class);
    this.gaps = context.getStateStore(GAPS);
    this.ended = context.getStateStore(ENDED);
    context.schedule(repairEvery, PunctuationType.WALL_CLOCK_TIME, this::repair);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    ExamEvent event;
    try {
      event = read(record);
    } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
      bury(record, reason(e));
      return;
    }
    LearnerState before = load(event.learnerId());
    Outcome outcome;
    try {
      outcome = patiently(() -> fold.add(before, event, this::ended));
    } catch (Unavailable e) {
      throw e;
    } catch (RuntimeException e) {
      bury(record, reason(e));
      return;
    }
    switch (outcome) {
      case Outcome.Duplicate _ -> meters.duplicates().increment();
      case Outcome.Counted counted -> {
        meters.counted(counted.events(), event.at(), context.currentSystemTimeMs());
        counted(before, counted, record.timestamp());
      }
      case Outcome.Gap gap -> {
        meters.gaps().increment();
        LOG.atWarn()
            .setMessage("gap")
            .addKeyValue("session", gap.sessionId())
            .addKeyValue("missingFrom", gap.missingFrom())
            .log();
        keep(gap.state());
        publish(GapReading.open(event, gap.missingFrom()), record.timestamp());
        fill(gap.state().learnerId(), record.timestamp());
      }
    }
  }

  private static ExamEvent read(Record<String, byte[]> record) {
    ExamEvent event = EVENTS.read(record.value());
    if (!event.learnerId().equals(record.key())) {
      throw new IllegalArgumentException("the key must be the learner");
    }
    if (event.sessionId().isBlank() || event.sequence() < 0) {
      throw new IllegalArgumentException("an event must name its session and its place in it");
    }
    return event;
  }

  /// Parks a record as it came, with where it came from, which is how a second copy of it is known.
  private void bury(Record<String, byte[]> record, String why) {
    meters.deadLetters().increment();
    String origin = context.recordMetadata().map(m -> m.partition() + "/" + m.offset()).orElse("");
    LOG.atError()
        .setMessage("dead letter")
        .addKeyValue("why", why)
        .addKeyValue("offset", origin)
        .log();
    var headers = new RecordHeaders(record.headers());
    DeadLetterHeaders.add(headers, origin, why);
    context.forward(record.withValue(Folded.deadLetter(record.value())).withHeaders(headers));
  }

  /// Our own messages may be repeated; a parser's would quote the record.
  private static String reason(RuntimeException why) {
    String said = why.getMessage();
    return why.getClass() == IllegalArgumentException.class && said != null
        ? said
        : why.getClass().getSimpleName();
  }

  /// Looks after all gaps whose time has come.
  private void repair(long now) {
    List<String> learners = new ArrayList<>();
    try (var all = gaps.all()) {
      all.forEachRemaining(entry -> learners.add(entry.key));
    }
    for (String learner : learners) {
      Retry retry = retries.get(learner);
      if (retry == null || retry.at() <= now) {
        int tries = retry == null ? 0 : retry.tries();
        Duration wait = repairEvery.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
        retries.put(learner, new Retry(now + wait.toMillis(), tries + 1));
        fill(learner, now);
      }
    }
  }

  /// Asks session-service for what is missing in each session of the learner.
  private void fill(String learnerId, long now) {
    for (String sessionId : load(learnerId).early().keySet()) {
      try {
        long expected = load(learnerId).expected(sessionId);
        for (ExamEvent event : sessionEvents.from(sessionId, expected)) {
          LearnerState before = load(learnerId);
          if (patiently(() -> fold.add(before, event, this::ended))
              instanceof Outcome.Counted counted) {
            meters.repaired(counted.events());
            counted(before, counted, now);
          }
        }
      } catch (RuntimeException e) {
        LOG.atWarn()
            .setMessage("gap not repaired yet")
            .addKeyValue("session", sessionId)
            .addKeyValue("why", e.getClass().getSimpleName())
            .log();
      }
    }
  }

  /// What the step gives, however long the question bank takes to come back, within reason.
  private static <T> T patiently(java.util.function.Supplier<T> step) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return step.get();
      } catch (Unavailable e) {
        if (System.nanoTime() > until || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
  }

  /// Keeps what counted and publishes what it changed.
  private void counted(LearnerState before, Outcome.Counted counted, long timestamp) {
    LearnerState after = counted.state();
    keep(after);
    String sessionId = counted.session().started().sessionId();
    SessionState was =
        before.ended().containsKey(sessionId) ? ended(sessionId) : before.sessions().get(sessionId);
    if (counted.session().isFinal()) {
      ended.put(
          sessionId,
          STATES.writeValueAsBytes(counted.session()),
          counted.session().at().toEpochMilli());
    }
    publishing.after(after, counted.session()).forEach(reading -> publish(reading, timestamp));
    for (ExamEvent refused : counted.refused()) {
      bury(
          new Record<>(after.learnerId(), EVENTS.write(refused), timestamp),
          "cannot count now that its turn has come");
    }
    for (Observation seen : observing.of(was, counted.session())) {
      context.forward(
          new Record<>(seen.itemId(), Folded.observation(ItemJson.write(seen)), timestamp));
    }
    if (before.early().containsKey(sessionId)) {
      long expected = counted.session().sequence() + 1;
      List<ExamEvent> early = after.early().getOrDefault(sessionId, List.of());
      publish(
          early.isEmpty()
              ? GapReading.closed(counted.session().started(), counted.session().at(), expected)
              : GapReading.open(early.getFirst(), expected),
          timestamp);
    }
  }

  private void publish(Reading reading, long timestamp) {
    context.forward(new Record<>(reading.id(), Folded.reading(READINGS.write(reading)), timestamp));
  }

  private @Nullable SessionState ended(String sessionId) {
    try (var found = ended.fetch(sessionId, 0, Long.MAX_VALUE)) {
      return found.hasNext() ? STATES.readValue(found.next().value, SessionState.class) : null;
    }
  }

  private LearnerState load(String learnerId) {
    LearnerState known = store.get(learnerId);
    return known == null ? LearnerState.unknown(learnerId) : known;
  }

  private void keep(LearnerState state) {
    store.put(state.learnerId(), state);
    if (!state.early().isEmpty()) {
      gaps.put(state.learnerId(), MARK);
    } else if (gaps.get(state.learnerId()) != null) {
      gaps.delete(state.learnerId());
      retries.remove(state.learnerId());
    }
  }
}
