package dev.sextant.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.question.Saved.Done;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Kafka away: the service starts, authors work, and nothing is forgotten.
@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class OutageIT {
  @Autowired CourseDesk courses;
  @Autowired QuestionDesk desk;
  @Autowired Questions questions;
  @Autowired Clock clock;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    registry.add("sextant.mongodb.uri", () -> Servers.mongo().connectionString());
    registry.add("sextant.mongodb.database", () -> "it-" + Samples.fresh().substring(0, 8));
    registry.add("spring.kafka.bootstrap-servers", () -> "127.0.0.1:1");
    registry.add("sextant.tokens.jwks-uri", Tokens::jwksUri);
    registry.add("sextant.service-key", () -> "a-service-key-of-32-characters-or-more");
    registry.add("sextant.bank.path", () -> "");
  }

  @Test
  void authors_publish_while_kafka_is_away_and_it_stays_to_be_told() {
    Course course = Samples.course(Samples.fresh(), null);
    courses.open(Samples.PLATFORM, course);
    String id = Samples.fresh();
    desk.write(Samples.PLATFORM, id, Samples.content(course.id(), "Away?"), clock.instant());
    assertThat(desk.publish(Samples.PLATFORM, id, null, clock.instant())).isInstanceOf(Done.class);
    assertThat(questions.unannounced(10)).extracting(Question::id).containsExactly(id);
  }
}
