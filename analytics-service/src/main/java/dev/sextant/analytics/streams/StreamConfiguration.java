package dev.sextant.analytics.streams;

import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Pools;
import dev.sextant.analytics.adaptive.NextQuestions;
import dev.sextant.analytics.calibration.CalibrationDelay;
import dev.sextant.analytics.items.Observing;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.SessionEvents;
import dev.sextant.analytics.repairs.Replaying;
import dev.sextant.analytics.results.Judgement;
import dev.sextant.analytics.results.Level;
import dev.sextant.analytics.results.Publishing;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Watchers;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.servicekit.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.annotation.KafkaStreamsDefaultConfiguration;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.KafkaStreamsCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.streams.KafkaStreamsMicrometerListener;

/// Puts the fold on the stream.
@Configuration
@EnableKafkaStreams
class StreamConfiguration {
  private static final int CLOSE_SECONDS = 10;
  private static final Duration PUBLISH_ITEMS_EVERY = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(StreamConfiguration.class);

  @Bean
  Estimation estimation(StreamSettings settings) {
    return new Estimation(settings.correlation(), settings.driftPerDay());
  }

  @Bean
  Judgement judgement(StreamSettings settings) {
    return new Judgement(
        settings.intervalConfidence(),
        new Level.Thresholds(settings.developing(), settings.proficient(), settings.mastered()),
        settings.leastAnswers());
  }

  @Bean
  CalibrationDelay calibrationDelay(StreamSettings settings) {
    return new CalibrationDelay(settings.calibrationDelay());
  }

  @Bean
  Watchers watchers() {
    return new Watchers();
  }

  @Bean
  Replaying replaying(
      Estimation estimation, Judgement judgement, Pools pools, ParameterSets parameters) {
    return new Replaying(new Fold(estimation, pools, parameters), new Publishing(judgement, pools));
  }

  @Bean
  NextQuestions nextQuestions(Pools pools, ParameterSets parameters, StreamSettings settings) {
    return new NextQuestions(pools, parameters, settings.randomesque(), settings.pilots());
  }

  @Bean
  KafkaAdmin.NewTopics topics(KafkaTopics topics) {
    return topics.declare(
        List.of(Topics.EXAM_EVENTS, Topics.EXAM_EVENTS_DEAD),
        List.of(Topics.QUESTIONS, Topics.CLASSES, Topics.ITEM_PARAMETERS, Topology.READINGS));
  }

  @Bean(name = KafkaStreamsDefaultConfiguration.DEFAULT_STREAMS_CONFIG_BEAN_NAME)
  KafkaStreamsConfiguration streams(
      KafkaProperties kafka, KafkaTopics topics, StreamSettings settings, ReadingStore store) {
    Map<String, Object> config = new HashMap<>();
    config.put(
        StreamsConfig.APPLICATION_ID_CONFIG, Replays.application(topics, Replays.wanted(store)));
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.getBootstrapServers());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitEvery().toMillis());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) topics.replication());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir());
    config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    // An instance that was killed is missed after this long; one that is stopped says so itself.
    config.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) settings.missedAfter().toMillis());
    config.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        (int) settings.missedAfter().dividedBy(3).toMillis());
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    return new KafkaStreamsConfiguration(config);
  }

  /// A thread that ends on an outage is replaced and begins again where it had committed. At a stop
  /// the group is left, so that the next start, or the other instances, go on at once.
  @Bean
  StreamsBuilderFactoryBeanConfigurer streamLife(MeterRegistry registry) {
    return factory -> {
      factory.setStreamsUncaughtExceptionHandler(
          e -> {
            LOG.atError().setMessage("stream thread replaced").setCause(e).log();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
          });
      factory.setLeaveGroupOnClose(true);
      factory.setCloseTimeout(CLOSE_SECONDS);
      factory.addListener(new KafkaStreamsMicrometerListener(registry));
    };
  }

  /// Each start has a topology of its own: one keeps the names of the changelogs that it was first
  /// started with, and a replay would be given the state of the computation before it.
  @Bean
  StreamTopology streamTopology(
      StreamsBuilderFactoryBean factory,
      KafkaTopics topics,
      Estimation estimation,
      Judgement judgement,
      Pools pools,
      ParameterSets parameters,
      SessionEvents sessionEvents,
      StreamMeters meters,
      StreamSettings settings,
      Traces traces) {
    var fold = new Fold(estimation, pools, parameters);
    var observing = new Observing(estimation, pools, parameters);
    var publishing = new Publishing(judgement, pools);
    factory.setKafkaStreamsCustomizer(
        new KafkaStreamsCustomizer() {
          @Override
          public KafkaStreams initKafkaStreams(
              org.apache.kafka.streams.Topology ofThisProcess,
              Properties config,
              KafkaClientSupplier clients) {
            var builder = new StreamsBuilder();
            Topology.build(
                builder,
                topics,
                settings.keepEnded(),
                () ->
                    new TracedProcessor<>(
                        new LearnerProcessor(
                            fold,
                            publishing,
                            observing,
                            sessionEvents,
                            meters,
                            settings.repairEvery()),
                        traces,
                        "exam-events process"),
                () -> new ItemProcessor(PUBLISH_ITEMS_EVERY));
            return new KafkaStreams(builder.build(config), config, clients);
          }

          @Override
          public void customize(KafkaStreams streams) {}
        });
    return new StreamTopology(factory);
  }

  /// Down when the stream has stopped for good. Not part of readiness: questions are picked without
  /// it, and results that are late say when they are from.
  @Bean
  HealthIndicator streamHealthIndicator(StreamsBuilderFactoryBean factory) {
    return () -> {
      KafkaStreams streams = factory.getKafkaStreams();
      KafkaStreams.State state = streams == null ? KafkaStreams.State.CREATED : streams.state();
      var health = state == KafkaStreams.State.ERROR ? Health.down() : Health.up();
      return health.withDetail("state", state.name()).build();
    };
  }

  /// Says that the factory knows how to make the topology.
  record StreamTopology(StreamsBuilderFactoryBean factory) {}
}
