package dev.sextant.question;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// question-service: keeps courses, questions and exams, and tells the other services of them.
@SpringBootApplication
public class Application {
  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  /// UTC to the millisecond, which is what the database keeps.
  @Bean
  Clock clock() {
    return Clock.tickMillis(java.time.ZoneOffset.UTC);
  }

  @Bean
  PoolUpkeep poolUpkeep(Courses courses, Questions questions, Pools pools) {
    return new PoolUpkeep(courses, questions, pools);
  }

  @Bean
  QuestionDesk questionDesk(
      Courses courses, Questions questions, PoolUpkeep pools, Announcer announcer) {
    return new QuestionDesk(courses, questions, pools, announcer);
  }

  @Bean
  CourseDesk courseDesk(Courses courses, Exams exams, PoolUpkeep pools) {
    return new CourseDesk(courses, exams, pools);
  }
}
