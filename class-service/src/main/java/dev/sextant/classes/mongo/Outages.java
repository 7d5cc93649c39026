package dev.sextant.classes.mongo;

import com.mongodb.MongoClientException;
import com.mongodb.MongoSocketException;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What happens while MongoDB is away: callers hear it soon, and can tell it from a mistake.
@Configuration(proxyBeanMethods = false)
public class Outages {
  /// A person waits; a fail-over of a replica set is usually over within this.
  private static final int SELECT_SECONDS = 4;

  private static final int CONNECT_SECONDS = 2;
  private static final int READ_SECONDS = 10;

  @Bean
  MongoClientSettingsBuilderCustomizer limits() {
    return settings ->
        settings
            .applyToClusterSettings(
                cluster -> cluster.serverSelectionTimeout(SELECT_SECONDS, TimeUnit.SECONDS))
            .applyToSocketSettings(
                socket ->
                    socket
                        .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(READ_SECONDS, TimeUnit.SECONDS));
  }

  /// Whether the database could not be reached.
  public static boolean isOutage(Exception e) {
    return e instanceof MongoClientException || e instanceof MongoSocketException;
  }
}
