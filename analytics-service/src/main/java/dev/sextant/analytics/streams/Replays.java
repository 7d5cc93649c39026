package dev.sextant.analytics.streams;

import com.mongodb.MongoException;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.ReplayReading;
import dev.sextant.servicekit.KafkaTopics;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.core.CleanupConfig;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Begins the stream anew when a replay is asked for, on every instance by itself.
///
/// Each replay is another application to Kafka: it has no offsets, so it begins with the first
/// event, and no state, so nothing of the old one is in it. What people read stays as it is
/// meanwhile: a document gives way to one of at least its version alone.
@Component
final class Replays {
  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final String APPLICATION = "analytics";

  private final StreamsBuilderFactoryBean stream;
  private final ReadingStore store;
  private final KafkaTopics topics;
  private final KafkaAdmin admin;
  private long running;

  Replays(
      StreamsBuilderFactoryBean stream, ReadingStore store, KafkaTopics topics, KafkaAdmin admin) {
    this.stream = stream;
    this.store = store;
    this.topics = topics;
    this.admin = admin;
    this.running = wanted(store);
  }

  /// The application that computes for the nth time.
  static String application(KafkaTopics topics, long nth) {
    return topics.name(nth <= 1 ? APPLICATION : APPLICATION + "-" + nth);
  }

  /// Which computation is asked for.
  static long wanted(ReadingStore store) {
    return store.replay().map(ReplayReading::version).orElse(1L);
  }

  /// Whether Kafka Streams made the topic for this computation. Topics of ours begin alike
  /// (`analytics-readings`) and must outlive every computation.
  static boolean isOf(String application, String topic) {
    return topic.matches(Pattern.quote(application) + "-[a-z].*-(changelog|repartition)");
  }

  @Scheduled(fixedDelayString = "PT1S")
  void follow() {
    long wanted;
    try {
      wanted = wanted(store);
    } catch (MongoException e) {
      return;
    }
    if (wanted > running) {
      LOG.atWarn().setMessage("replay").addKeyValue("computation", wanted).log();
      Properties config = new Properties();
      config.putAll(stream.getStreamsConfiguration());
      config.put(StreamsConfig.APPLICATION_ID_CONFIG, application(topics, wanted));
      // The state of the old computation on this disk is of no more use.
      stream.setCleanupConfig(new CleanupConfig(false, true));
      stream.stop();
      stream.setCleanupConfig(new CleanupConfig(false, false));
      stream.setStreamsConfiguration(config);
      stream.start();
      running = wanted;
      forget(wanted - 2);
    }
  }

  /// Deletes what an old computation left on the broker. The one before the running is left alone:
  /// other instances may still be at it.
  private void forget(long old) {
    if (old < 1) {
      return;
    }
    String application = application(topics, old);
    try (var broker = Admin.create(admin.getConfigurationProperties())) {
      Set<String> left =
          broker.listTopics().names().get().stream()
              .filter(name -> isOf(application, name))
              .collect(Collectors.toSet());
      broker.deleteTopics(left).all().get();
      broker.deleteConsumerGroups(List.of(application)).all().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.atWarn().setMessage("old computation not deleted").addKeyValue("of", application).log();
    }
  }
}
