package dev.sextant.session;

import java.util.List;
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
      List<StoreSafety> safety) {
    StoreSafety all = () -> safety.stream().map(StoreSafety::faults).flatMap(List::stream).toList();
    return new SessionCommands(sessions, bank, admissions, nextQuestion, all);
  }

  /// The entry point.
  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }
}
