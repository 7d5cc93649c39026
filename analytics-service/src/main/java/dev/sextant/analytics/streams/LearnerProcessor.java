package dev.sextant.analytics.streams;

import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.mastery.SessionEvents;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.analytics.results.Publishing;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Folds each learner's events in order and forwards the documents that changed.
///
/// A record that is no event goes to the dead-letter topic as it came. A gap is repaired from
/// session-service at once, or looked after again and again until it is.
final class LearnerProcessor implements Processor<String, byte[], String, Folded> {
  static final String STORE = "learners";

  private static final Logger LOG = LoggerFactory.getLogger(LearnerProcessor.class);
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final EventJson<Reading> READINGS = Json.events(Reading.class);
  private static final JsonMapper STATES = StateJson.mapper();

  private final Fold fold;
  private final Publishing publishing;
  private final SessionEvents sessionEvents;
  private final StreamMeters meters;
  private final Duration repairEvery;
  private final Set<String> learnersWithGaps = new HashSet<>();
  private ProcessorContext<String, Folded> context;
  private KeyValueStore<String, byte[]> store;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  LearnerProcessor(
      Fold fold,
      Publishing publishing,
      SessionEvents sessionEvents,
      StreamMeters meters,
      Duration repairEvery) {
    this.fold = fold;
    this.publishing = publishing;
    this.sessionEvents = sessionEvents;
    this.meters = meters;
    this.repairEvery = repairEvery;
  }

  @Override
  public void init(ProcessorContext<String, Folded> context) {
    this.context = context;
    this.store = context.getStateStore(STORE);
    try (var all = store.all()) {
      all.forEachRemaining(
          entry -> {
            if (hasGap(read(entry.value))) {
              learnersWithGaps.add(entry.key);
            }
          });
    }
    context.schedule(
        repairEvery,
        PunctuationType.WALL_CLOCK_TIME,
        now -> List.copyOf(learnersWithGaps).forEach(id -> repair(id, now)));
  }

  @Override
  public void process(Record<String, byte[]> record) {
    ExamEvent event;
    try {
      event = EVENTS.read(record.value());
    } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
      meters.deadLetters().increment();
      LOG.atError()
          .setMessage("dead letter")
          .addKeyValue("why", e.getClass().getSimpleName())
          .log();
      context.forward(record.withValue(Folded.deadLetter(record.value())));
      return;
    }
    LearnerState before = load(event.learnerId());
    switch (fold.add(before, event)) {
      case Fold.Outcome.Duplicate duplicate -> {
        meters.duplicates().increment();
        // The documents are sent again: they may be what was lost.
        publish(duplicate.state(), event.sessionId(), record.timestamp());
      }
      case Fold.Outcome.Counted counted -> {
        meters.counted().increment();
        keep(counted.state());
        publish(counted.state(), event.sessionId(), record.timestamp());
      }
      case Fold.Outcome.Gap gap -> {
        meters.gaps().increment();
        LOG.atWarn()
            .setMessage("gap")
            .addKeyValue("session", gap.sessionId())
            .addKeyValue("missingFrom", gap.missingFrom())
            .log();
        keep(gap.state());
        fill(gap.state(), gap.sessionId(), gap.missingFrom(), record.timestamp());
      }
    }
  }

  private void repair(String learnerId, long now) {
    LearnerState state = load(learnerId);
    for (SessionState session : state.sessions().values()) {
      if (!session.parked().isEmpty()) {
        fill(load(learnerId), session.started().sessionId(), session.sequence() + 1, now);
      }
    }
    if (!hasGap(load(learnerId))) {
      learnersWithGaps.remove(learnerId);
    }
  }

  private void fill(LearnerState learner, String sessionId, long from, long now) {
    try {
      LearnerState state = learner;
      for (ExamEvent event : sessionEvents.from(sessionId, from)) {
        if (fold.add(state, event) instanceof Fold.Outcome.Counted counted) {
          meters.repaired().increment();
          state = counted.state();
        }
      }
      keep(state);
      publish(state, sessionId, now);
    } catch (Unavailable e) {
      LOG.atWarn().setMessage("gap not repaired yet").addKeyValue("session", sessionId).log();
    }
    if (hasGap(load(learner.learnerId()))) {
      learnersWithGaps.add(learner.learnerId());
    }
  }

  private void publish(LearnerState learner, String sessionId, long timestamp) {
    for (Reading reading : publishing.after(learner, sessionId)) {
      context.forward(
          new Record<>(reading.id(), Folded.reading(READINGS.write(reading)), timestamp));
    }
  }

  private LearnerState load(String learnerId) {
    byte[] known = store.get(learnerId);
    return known == null ? LearnerState.unknown(learnerId) : read(known);
  }

  private void keep(LearnerState state) {
    store.put(state.learnerId(), STATES.writeValueAsBytes(state));
  }

  private static LearnerState read(byte[] json) {
    return STATES.readValue(json, LearnerState.class);
  }

  private static boolean hasGap(LearnerState state) {
    return state.sessions().values().stream().anyMatch(s -> !s.parked().isEmpty());
  }
}
