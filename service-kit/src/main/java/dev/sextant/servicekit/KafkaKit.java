package dev.sextant.servicekit;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/// Offers `KafkaTopics` to services that talk to Kafka.
@AutoConfiguration
@ConditionalOnClass(name = "org.springframework.kafka.core.KafkaAdmin")
@EnableConfigurationProperties(KafkaTopics.class)
class KafkaKit {}
