package dev.sextant.analytics.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

/// Where the read models lie. Bound from `sextant.mongodb.*`; a wrong value stops the start.
///
/// @param uri MongoDB's connection string
/// @param database the database of this service alone
/// @param selectTimeout how long a call waits for a server before the caller gets 503
/// @param readTimeout how long a call waits for a reply
@Validated
@ConfigurationProperties("sextant.mongodb")
record MongoSettings(
    @DefaultValue("mongodb://localhost:27017") @NotBlank String uri,
    @DefaultValue("analytics") @NotBlank String database,
    @DefaultValue("3s") @NotNull Duration selectTimeout,
    @DefaultValue("10s") @NotNull Duration readTimeout) {

  /// The connection.
  @Configuration
  static class Connection {
    @Bean(destroyMethod = "close")
    MongoClient mongoClient(MongoSettings settings, ObjectProvider<CommandListener> listeners) {
      return MongoClients.create(
          MongoClientSettings.builder()
              .applicationName("analytics-service")
              .applyConnectionString(new ConnectionString(settings.uri()))
              .applyToClusterSettings(
                  cluster ->
                      cluster.serverSelectionTimeout(
                          settings.selectTimeout().toMillis(), TimeUnit.MILLISECONDS))
              .applyToSocketSettings(
                  socket ->
                      socket
                          .connectTimeout(
                              settings.selectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                          .readTimeout(settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS))
              .commandListenerList(listeners.orderedStream().toList())
              .build());
    }

    @Bean
    MongoDatabase mongoDatabase(MongoClient client, MongoSettings settings) {
      return client.getDatabase(settings.database());
    }
  }
}
