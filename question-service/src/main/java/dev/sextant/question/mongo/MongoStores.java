package dev.sextant.question.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import dev.sextant.question.Courses;
import dev.sextant.question.Exams;
import dev.sextant.question.Pools;
import dev.sextant.question.Questions;
import dev.sextant.question.threads.Notices;
import dev.sextant.question.threads.Threads;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/// Opens the database and hands out the ports.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MongoSettings.class)
class MongoStores {

  @Bean(destroyMethod = "close")
  MongoClient mongoClient(MongoSettings settings, ObjectProvider<CommandListener> listeners) {
    return MongoClients.create(
        MongoClientSettings.builder()
            .applicationName("question-service")
            .applyConnectionString(new ConnectionString(settings.uri()))
            .applyToClusterSettings(
                cluster ->
                    cluster.serverSelectionTimeout(
                        settings.selectTimeout().toMillis(), TimeUnit.MILLISECONDS))
            .applyToSocketSettings(
                socket ->
                    socket
                        .connectTimeout(settings.selectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout(settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS))
            .commandListenerList(listeners.orderedStream().toList())
            .build());
  }

  @Bean
  MongoDatabase questionDatabase(MongoClient client, MongoSettings settings) {
    return client.getDatabase(settings.database());
  }

  /// Runs before the bank is loaded.
  @Bean
  @Order(1)
  ApplicationRunner questionIndexes(MongoDatabase database) {
    return arguments -> {
      new MongoQuestions(database).createIndexes();
      new MongoThreads(database).createIndexes();
      new MongoNotices(database).createIndexes();
    };
  }

  @Bean
  Courses courses(MongoDatabase database) {
    return Outages.named(Courses.class, new MongoCourses(database));
  }

  @Bean
  Questions questions(MongoDatabase database) {
    return Outages.named(Questions.class, new MongoQuestions(database));
  }

  @Bean
  Pools pools(MongoDatabase database) {
    return Outages.named(Pools.class, new MongoPools(database));
  }

  @Bean
  Exams exams(MongoDatabase database) {
    return Outages.named(Exams.class, new MongoExams(database));
  }

  @Bean
  Threads threads(MongoDatabase database) {
    return Outages.named(Threads.class, new MongoThreads(database));
  }

  @Bean
  Notices notices(MongoDatabase database) {
    return Outages.named(Notices.class, new MongoNotices(database));
  }

  /// Not ready while the database is away: every call needs it.
  @Bean
  HealthIndicator mongoHealthIndicator(MongoDatabase database) {
    return () -> {
      try {
        database.runCommand(new Document("ping", 1));
        return Health.up().build();
      } catch (RuntimeException e) {
        return Health.down().build();
      }
    };
  }
}
