package dev.sextant.analytics.streams;

import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.analytics.xapi.LearningRecordStore;
import dev.sextant.analytics.xapi.Statements;
import dev.sextant.analytics.xapi.XapiSettings;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.util.backoff.ExponentialBackOff;

/// Exports finished sessions, each at least once, by a consumer group of its own: an endpoint that
/// is slow or away holds up nothing but the export.
///
/// Kafka is the queue: at most `BATCH` sessions are in memory, and the place is committed when the
/// endpoint has kept them.
@Configuration
class LearningRecordListener {
  private static final EventJson<Reading> READINGS = Json.events(Reading.class);
  private static final int BATCH = 50;

  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> sessionsToLearningRecords(
      KafkaProperties kafka,
      KafkaTopics topics,
      XapiSettings settings,
      LearningRecordStore endpoint) {
    var statements = new Statements(settings.home());
    var backOff = new ExponentialBackOff(settings.backOff().toMillis(), 2);
    backOff.setMaxInterval(settings.longestBackOff().toMillis());
    BatchMessageListener<String, byte[]> export =
        records -> endpoint.send(of(records, statements, settings));
    var container =
        ReadModelListener.container(
            kafka, topics, "analytics-xapi", Topology.READINGS, export, BATCH, backOff);
    container.setAutoStartup(settings.isOn());
    return container;
  }

  private static List<Map<String, Object>> of(
      List<ConsumerRecord<String, byte[]>> records, Statements statements, XapiSettings settings) {
    List<Map<String, Object>> all = new ArrayList<>();
    ReadModelListener.newest(records, READINGS::read)
        .values()
        .forEach(
            reading -> {
              if (reading.orElse(null) instanceof SessionReading session
                  && settings.exports(session.organisationId())) {
                all.addAll(statements.of(session));
              }
            });
    return all;
  }
}
