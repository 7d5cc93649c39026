package dev.sextant.servicekit;

import dev.sextant.servicekit.PrivacyMessage.Erase;
import dev.sextant.servicekit.PrivacyMessage.Erased;
import dev.sextant.servicekit.PrivacyMessage.Export;
import dev.sextant.servicekit.PrivacyMessage.Exported;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.util.backoff.FixedBackOff;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Does in one service what a `PrivacyMessage` asks, and answers what was done.
///
/// A request that fails is tried until it succeeds, in order, so that none is lost; what is done
/// twice is answered twice, which nobody minds.
public final class PrivacyDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PrivacyDesk.class);
  private static final EventJson<PrivacyMessage> JSON = Json.events(PrivacyMessage.class);
  private static final JsonMapper DATA = Json.tolerant();
  private static final String ONE_DAY = "86400000";
  private static final long AGAIN_AFTER_MS = 2000;
  private static final int TOPIC_SEEN_WITHIN_MS = 5000;
  private static final int SEND_SECONDS = 15;

  private final String service;
  private final PersonalData data;
  private final KafkaProperties kafka;
  private final KafkaTopics topics;
  private final KafkaTemplate<String, byte[]> producer;

  PrivacyDesk(String service, PersonalData data, KafkaProperties kafka, KafkaTopics topics) {
    this.service = service;
    this.data = data;
    this.kafka = kafka;
    this.topics = topics;
    this.producer = producer(kafka);
  }

  /// The topics of privacy messages.
  public static KafkaAdmin.NewTopics topics(KafkaTopics topics) {
    NewTopic answers =
        new NewTopic(topics.name(PrivacyMessage.ANSWERS), topics.partitions(), topics.replication())
            .configs(
                Map.of(
                    TopicConfig.RETENTION_MS_CONFIG, ONE_DAY,
                    TopicConfig.SEGMENT_MS_CONFIG, ONE_DAY));
    return new KafkaAdmin.NewTopics(topics.topic(PrivacyMessage.REQUESTS, false), answers);
  }

  /// What carries privacy messages to Kafka.
  public static KafkaTemplate<String, byte[]> producer(KafkaProperties kafka) {
    Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(config));
  }

  /// Sends a message and waits until Kafka has it.
  public static void send(
      KafkaTemplate<String, byte[]> producer, String topic, String key, PrivacyMessage message) {
    try {
      producer.send(topic, key, JSON.write(message)).get(SEND_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException(e);
    }
  }

  /// Listens to a topic of privacy messages as one of a group, from its beginning.
  public static ConcurrentMessageListenerContainer<String, byte[]> listener(
      KafkaProperties kafka, String topic, String group, Consumer<PrivacyMessage> hear) {
    Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, TOPIC_SEEN_WITHIN_MS);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    var factory = new ConcurrentKafkaListenerContainerFactory<String, byte[]>();
    factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(config));
    factory.setCommonErrorHandler(
        new DefaultErrorHandler(new FixedBackOff(AGAIN_AFTER_MS, FixedBackOff.UNLIMITED_ATTEMPTS)));
    var container = factory.createContainer(topic);
    container.getContainerProperties().setAckMode(AckMode.RECORD);
    container.getContainerProperties().setMissingTopicsFatal(false);
    container
        .getContainerProperties()
        .setMessageListener(
            (MessageListener<String, byte[]>)
                record -> {
                  try {
                    hear.accept(JSON.read(record.value()));
                  } catch (JacksonException e) {
                    LOG.atError()
                        .setMessage("unreadable privacy message passed over")
                        .addKeyValue("offset", record.offset())
                        .log();
                  }
                });
    container.setBeanName(group);
    return container;
  }

  /// The data of an answer.
  public static JsonNode data(Exported answer) {
    try (var in =
        new InflaterInputStream(
            new ByteArrayInputStream(Base64.getDecoder().decode(answer.data())))) {
      return DATA.readTree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ConcurrentMessageListenerContainer<String, byte[]> listener() {
    return listener(
        kafka,
        topics.name(PrivacyMessage.REQUESTS),
        topics.name(service + "-privacy"),
        this::answer);
  }

  private void answer(PrivacyMessage request) {
    switch (request) {
      case Erase(var id, var organisationId, var accountId, _) -> {
        Map<String, Long> counts = data.erase(organisationId, accountId);
        reply(new Erased(id, organisationId, accountId, service, counts, Instant.now()));
      }
      case Export(var id, var organisationId, var accountId, _) ->
          reply(
              new Exported(
                  id,
                  organisationId,
                  accountId,
                  service,
                  deflated(DATA.writeValueAsBytes(data.export(organisationId, accountId))),
                  Instant.now()));
      case Erased _, Exported _ -> {
        // Answers stand in the other topic.
      }
    }
  }

  private void reply(PrivacyMessage answer) {
    send(producer, topics.name(PrivacyMessage.ANSWERS), answer.requestId(), answer);
    LOG.atInfo()
        .setMessage("privacy request answered")
        .addKeyValue("request", answer.requestId())
        .log();
  }

  private static String deflated(byte[] json) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bytes)) {
      out.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
