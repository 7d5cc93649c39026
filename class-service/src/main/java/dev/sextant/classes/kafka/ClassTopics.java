package dev.sextant.classes.kafka;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.servicekit.PrivacyDesk;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/// The topics that this service owns.
@Configuration(proxyBeanMethods = false)
class ClassTopics {
  @Bean
  KafkaAdmin.NewTopics ownTopics(KafkaTopics topics) {
    return topics.declare(List.of(), List.of(Topics.CLASSES));
  }

  @Bean
  KafkaAdmin.NewTopics privacyTopics(KafkaTopics topics) {
    return PrivacyDesk.topics(topics);
  }
}
