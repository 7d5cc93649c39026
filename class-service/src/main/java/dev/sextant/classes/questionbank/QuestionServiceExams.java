package dev.sextant.classes.questionbank;

import dev.sextant.classes.Exams;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.ServiceClients;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Asks question-service for an exam.
///
/// Tries once: a person waits for the answer and can ask again. When question-service is away that
/// is what the caller hears, never that the exam is unknown.
@Component
class QuestionServiceExams implements Exams {
  private static final Logger LOG = LoggerFactory.getLogger(QuestionServiceExams.class);

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration READ = Duration.ofSeconds(2);

  private final RestClient questions;

  QuestionServiceExams(ServiceClients clients, NeighbourSettings neighbours) {
    this.questions = clients.create(neighbours.question(), CONNECT, READ);
  }

  @Override
  public Optional<Exam> find(String examId) {
    try {
      Reply reply =
          questions.get().uri("/internal/exams/{id}", examId).retrieve().body(Reply.class);
      if (reply == null) {
        throw away();
      }
      return Optional.of(
          new Exam(
              reply.exam().examId(),
              reply.exam().courseId(),
              reply.organisationId(),
              reply.exam().title(),
              reply.exam().timeLimit(),
              reply.maxAttempts()));
    } catch (HttpClientErrorException.NotFound e) {
      return Optional.empty();
    } catch (RestClientException e) {
      LOG.atWarn().setMessage("question-service").addKeyValue("reason", e.toString()).log();
      throw away();
    }
  }

  private static Problem away() {
    return new Problem(
            CommonProblem.DEPENDENCY_UNAVAILABLE, "The exams cannot be read now; try again.")
        .retryAfter(Duration.ofSeconds(5));
  }

  /// The part of the reply that this service needs.
  record Reply(ExamOfReply exam, @Nullable String organisationId, @Nullable Integer maxAttempts) {
    record ExamOfReply(
        String examId, String courseId, String title, @Nullable Duration timeLimit) {}
  }
}
