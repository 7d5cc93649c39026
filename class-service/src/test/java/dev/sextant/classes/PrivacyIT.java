package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.classes.Api.Reply;
import dev.sextant.classes.privacy.Privacy;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.servicekit.PrivacyDesk;
import dev.sextant.servicekit.PrivacyMessage;
import dev.sextant.servicekit.PrivacyMessage.Erase;
import dev.sextant.servicekit.PrivacyMessage.Erased;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/// Erasing and exporting a person: what this service does itself, and how it asks the others.
class PrivacyIT extends RunningClassService {
  private static final List<String> OTHERS =
      List.of("analytics-service", "question-service", "session-service");

  @Autowired private KafkaProperties kafka;
  @Autowired private KafkaTopics topics;
  @Autowired private Accounts accounts;
  @Autowired private Privacy privacy;
  @Autowired private PrivacyRequests requests;

  @Test
  void an_erased_person_is_gone_at_once_and_the_report_tells_what_each_service_did() {
    School school = school(5);
    String classId = school.newClass(5);
    String email = fresh("lee");
    Reply joined = school.join(classId, email).expect(201);
    String learner = joined.text("/account/id");
    String path = "/api/accounts/" + learner;
    school(1).admin().delete(path).expect(404);
    api.as(token(school.join(classId, fresh("other")))).delete(path).expect(404);
    var heard = new ConcurrentLinkedQueue<PrivacyMessage>();
    var producer = PrivacyDesk.producer(kafka);
    // The other services, as they answer.
    var others =
        PrivacyDesk.listener(
            kafka,
            topics.name(PrivacyMessage.REQUESTS),
            topics.name("the-others"),
            message -> {
              heard.add(message);
              if (message instanceof Erase(var id, var tenant, var account, _)) {
                for (String service : OTHERS) {
                  PrivacyDesk.send(
                      producer,
                      topics.name(PrivacyMessage.ANSWERS),
                      id,
                      new Erased(
                          id, tenant, account, service, Map.of("things", 3L), Instant.now()));
                }
              }
            });
    others.start();
    try {
      school.admin().delete(path).expect(202);
      api.login(email, PASSWORD).expect(401);
      refresh(joined.cookie("sextant_refresh")).expect(401);
      assertThat(school.seatsFree(classId)).isEqualTo(4);
      assertThat(accounts.find(school.id(), learner)).isEmpty();
      school.admin().delete(path).expect(404);
      Reply report =
          await()
              .atMost(Duration.ofSeconds(20))
              .until(
                  () -> school.admin().get(path + "/erasure").expect(200),
                  reply -> reply.text("/state").equals("COMPLETED"));

      assertThat(report.at("/services/analytics-service/things").asInt()).isEqualTo(3);
      assertThat(report.at("/services/class-service/account").asInt()).isEqualTo(1);
      assertThat(report.at("/services/class-service/memberships").asInt()).isEqualTo(1);
      assertThat(report.at("/outstanding").size()).isZero();
      assertThat(heard.toString()).contains(learner).doesNotContain(email);
      school(1).admin().get(path + "/erasure").expect(404);
      // The address is free again, for somebody new.
      assertThat(school.join(classId, email).expect(201).text("/account/id")).isNotEqualTo(learner);
    } finally {
      others.stop();
      producer.destroy();
    }
  }

  @Test
  void an_erasure_is_left_to_who_began_it_and_done_for_who_died_of_it() {
    School school = school(5);
    String classId = school.newClass(5);
    String learner = school.join(classId, fresh("lee")).expect(201).text("/account/id");
    String report = "/api/accounts/" + learner + "/erasure";
    Instant now = Instant.now();

    assertThat(privacy.finished(erasure(school, learner, now), now)).isFalse();
    assertThat(accounts.find(school.id(), learner)).isPresent();

    requests.add(erasure(school, learner, now.minusSeconds(120)));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> accounts.find(school.id(), learner).isEmpty());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                school
                        .admin()
                        .get(report)
                        .expect(200)
                        .at("/services/class-service/memberships")
                        .asInt()
                    == 1);
  }

  private static PrivacyRequest erasure(School school, String learner, Instant at) {
    return new PrivacyRequest(
        fresh("request"),
        school.id(),
        learner,
        PrivacyRequest.Kind.ERASE,
        school.id(),
        at,
        Map.of());
  }

  @Test
  void who_comes_back_with_a_backup_is_erased_again_when_the_requests_are_read_again() {
    School school = school(5);
    String classId = school.newClass(5);
    Reply restored = school.join(classId, fresh("lee")).expect(201);
    String learner = restored.text("/account/id");
    var producer = PrivacyDesk.producer(kafka);
    try {
      // The request as the topic has it from before the restore; this store knows nothing of it.
      PrivacyDesk.send(
          producer,
          topics.name(PrivacyMessage.REQUESTS),
          learner,
          new Erase("request-of-then", school.id(), learner, Instant.now().minusSeconds(600)));

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> accounts.find(school.id(), learner).isEmpty());
      refresh(restored.cookie("sextant_refresh")).expect(401);
      assertThat(school.seatsFree(classId)).isEqualTo(5);
    } finally {
      producer.destroy();
    }
  }

  @Test
  void an_export_holds_what_is_here_and_says_who_has_not_answered() {
    School school = school(5);
    String classId = school.newClass(5);
    String email = fresh("lee");
    Reply joined = school.join(classId, email).expect(201);
    Api learner = api.as(token(joined));
    String path = "/api/accounts/" + joined.text("/account/id") + "/data";
    Reply data = learner.get(path).expect(202);

    assertThat(data.text("/account/email")).isEqualTo(email);
    assertThat(data.text("/memberships/0/classId")).isEqualTo(classId);
    assertThat(data.at("/outstanding").size()).isEqualTo(3);
    assertThat(data.header("Retry-After")).isEqualTo("1");
    assertThat(data.body()).doesNotContain("assword");
    school.admin().get(path).expect(202);
    school(1).admin().get(path).expect(404);
    api.as(token(school.join(classId, fresh("other")))).get(path).expect(404);
  }

  @Test
  void an_administrator_is_not_erased() {
    School school = school(5);
    String admin = school.admin().get("/api/me").expect(200).text("/account/id");

    school.admin().delete("/api/accounts/" + admin).expect(409);
  }
}
