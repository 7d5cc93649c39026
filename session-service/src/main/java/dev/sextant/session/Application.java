package dev.sextant.session;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Starts session-service.
@EnableScheduling
@SpringBootApplication
@ConfigurationPropertiesScan
public class Application {
  @Bean
  SessionCommands sessionCommands(
      Sessions sessions,
      QuestionBank bank,
      Admissions admissions,
      NextQuestion nextQuestion,
      StoreSafety safety) {
    return new SessionCommands(sessions, bank, admissions, nextQuestion, safety);
  }

  /// The entry point.
  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }
}
