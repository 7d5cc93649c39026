package dev.sextant.classes.kafka;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/// The topic that this service owns.
@Configuration(proxyBeanMethods = false)
class ClassTopics {
  @Bean
  KafkaAdmin.NewTopics ownTopics(KafkaTopics topics) {
    return topics.declare(List.of(), List.of(Topics.CLASSES));
  }
}
