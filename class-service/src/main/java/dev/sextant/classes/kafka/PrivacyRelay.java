package dev.sextant.classes.kafka;

import dev.sextant.classes.PrivacyRequest;
import dev.sextant.classes.PrivacyRequests;
import dev.sextant.classes.privacy.Privacy;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.servicekit.PrivacyDesk;
import dev.sextant.servicekit.PrivacyMessage;
import dev.sextant.servicekit.PrivacyMessage.Erase;
import dev.sextant.servicekit.PrivacyMessage.Erased;
import dev.sextant.servicekit.PrivacyMessage.Export;
import dev.sextant.servicekit.PrivacyMessage.Exported;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Tells the services of privacy requests and keeps what they answer.
///
/// A request waits in the database until Kafka has it; one that is sent twice is answered twice,
/// which changes nothing.
@Component
class PrivacyRelay {
  private static final Logger LOG = LoggerFactory.getLogger(PrivacyRelay.class);
  private static final JsonMapper JSON = Json.tolerant();
  private static final int AT_ONCE = 100;

  private final PrivacyRequests requests;
  private final Privacy privacy;
  private final KafkaTemplate<String, byte[]> producer;
  private final KafkaTopics topics;
  private final Clock clock;

  PrivacyRelay(
      PrivacyRequests requests,
      Privacy privacy,
      KafkaTemplate<String, byte[]> producer,
      KafkaTopics topics,
      Clock clock) {
    this.requests = requests;
    this.privacy = privacy;
    this.producer = producer;
    this.topics = topics;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "${sextant.relay.every:500ms}")
  void relay() {
    try {
      for (PrivacyRequest request : requests.unsent(AT_ONCE)) {
        if (request.kind() == PrivacyRequest.Kind.ERASE
            && !privacy.finished(request, clock.instant())) {
          continue;
        }
        PrivacyDesk.send(
            producer, topics.name(PrivacyMessage.REQUESTS), request.accountId(), message(request));
        requests.sent(request.organisationId(), request.id());
      }
    } catch (RuntimeException e) {
      // Whatever it is, Kafka or the database: the requests wait for the next time.
      LOG.atWarn().setMessage("privacy requests wait").addKeyValue("reason", e.toString()).log();
    }
  }

  void keep(PrivacyMessage message) {
    switch (message) {
      case Erased(var id, var organisationId, _, var service, var counts, _) ->
          requests.answered(organisationId, id, service, JSON.writeValueAsString(counts));
      case Exported exported ->
          requests.answered(
              exported.organisationId(),
              exported.requestId(),
              exported.service(),
              PrivacyDesk.data(exported).toString());
      case Erase _, Export _ -> {
        // Requests stand in the other topic.
      }
    }
  }

  /// Our own requests, as they come back from the topic: something to do only after a restore, when
  /// the group reads the topic from its beginning.
  void hear(PrivacyMessage message) {
    if (message instanceof Erase(var id, var organisationId, var accountId, var at)) {
      privacy.eraseAgain(id, organisationId, accountId, at, clock.instant());
    }
  }

  private static PrivacyMessage message(PrivacyRequest of) {
    return switch (of.kind()) {
      case EXPORT -> new Export(of.id(), of.organisationId(), of.accountId(), of.at());
      case ERASE -> new Erase(of.id(), of.organisationId(), of.accountId(), of.at());
    };
  }

  /// Listens for what the services answer, and for requests from before a restore.
  @Configuration(proxyBeanMethods = false)
  static class Listening {
    @Bean
    ConcurrentMessageListenerContainer<String, byte[]> privacyAnswers(
        KafkaProperties kafka, KafkaTopics topics, PrivacyRelay relay) {
      return PrivacyDesk.listener(
          kafka,
          topics.name(PrivacyMessage.ANSWERS),
          topics.name("class-service-privacy"),
          relay::keep);
    }

    @Bean
    ConcurrentMessageListenerContainer<String, byte[]> privacyRequests(
        KafkaProperties kafka, KafkaTopics topics, PrivacyRelay relay) {
      return PrivacyDesk.listener(
          kafka,
          topics.name(PrivacyMessage.REQUESTS),
          topics.name("class-service-again-privacy"),
          relay::hear);
    }
  }
}
