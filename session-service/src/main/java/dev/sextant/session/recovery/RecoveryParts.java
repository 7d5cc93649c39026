package dev.sextant.session.recovery;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.servicekit.PrivacyMessage;
import dev.sextant.session.redis.Keys;
import dev.sextant.session.redis.Leases;
import dev.sextant.session.redis.Pulse;
import dev.sextant.session.redis.Rebuild;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/// The recovery and what it needs of Kafka.
@Configuration(proxyBeanMethods = false)
class RecoveryParts {
  @Bean
  Recovery recovery(
      Pulse pulse,
      Rebuild rebuild,
      Leases leases,
      Keys keys,
      RecoverySettings settings,
      KafkaProperties kafka,
      KafkaAdmin admin,
      KafkaTopics topics,
      MeterRegistry meters) {
    var log =
        new EventLog(
            kafka.buildConsumerProperties(),
            topics.name(Topics.EXAM_EVENTS),
            topics.name(PrivacyMessage.REQUESTS));
    return new Recovery(pulse, rebuild, leases, keys, log, settings, admin::initialize, meters);
  }
}
