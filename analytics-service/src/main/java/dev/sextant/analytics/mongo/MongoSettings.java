package dev.sextant.analytics.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Where the read models lie. Bound from `sextant.mongodb.*`.
@ConfigurationProperties("sextant.mongodb")
record MongoSettings(
    @DefaultValue("mongodb://localhost:27017") String uri,
    @DefaultValue("analytics") String database) {

  /// The connection.
  @Configuration
  static class Connection {
    @Bean(destroyMethod = "close")
    MongoClient mongoClient(MongoSettings settings) {
      return MongoClients.create(settings.uri());
    }

    @Bean
    MongoDatabase mongoDatabase(MongoClient client, MongoSettings settings) {
      return client.getDatabase(settings.database());
    }
  }
}
