package dev.sextant.servicekit;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/// Offers `KafkaTopics` to services that talk to Kafka, and listens for privacy requests where a
/// service holds `PersonalData`.
@AutoConfiguration(
    afterName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@ConditionalOnClass(name = "org.springframework.kafka.core.KafkaAdmin")
@EnableConfigurationProperties(KafkaTopics.class)
class KafkaKit {
  @Bean
  @ConditionalOnBean(PersonalData.class)
  KafkaAdmin.NewTopics privacyTopics(KafkaTopics topics) {
    return PrivacyDesk.topics(topics);
  }

  @Bean
  @ConditionalOnBean(PersonalData.class)
  ConcurrentMessageListenerContainer<String, byte[]> privacyRequests(
      Environment environment, PersonalData data, KafkaProperties kafka, KafkaTopics topics) {
    String service = environment.getProperty("spring.application.name", "service");
    return new PrivacyDesk(service, data, kafka, topics).listener();
  }
}
