package dev.sextant.session.nextquestion;

import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.PickRecord;
import dev.sextant.servicekit.ServiceClients;
import dev.sextant.session.EndReason;
import dev.sextant.session.History;
import dev.sextant.session.Pool;
import dev.sextant.session.QuestionRef;
import dev.sextant.session.Step;
import dev.sextant.session.snapshots.Snapshots;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/// Asks analytics-service. It is told the whole history, so its answer does not wait for events.
final class Analytics {
  private final RestClient http;

  Analytics(ServiceClients clients, NextQuestionSettings settings) {
    this.http = clients.create(settings.url(), settings.connectLimit(), settings.foreseeLimit());
  }

  /// What comes next after these answers.
  Decision now(History history) {
    return Objects.requireNonNull(ask(history, null).now(), "now");
  }

  /// What comes next after these answers and one more, right or wrong.
  Both both(History history, QuestionRef pending) {
    Reply reply = ask(history, pending);
    return new Both(
        Objects.requireNonNull(reply.ifRight(), "ifRight"),
        Objects.requireNonNull(reply.ifWrong(), "ifWrong"));
  }

  private Reply ask(History history, @Nullable QuestionRef pending) {
    var request =
        new Request(
            history.sessionId().value(),
            history.learnerId(),
            history.organisationId(),
            Snapshots.of(history.exam()),
            history.poolRevision(),
            history.answered().stream()
                .map(a -> new Answered(a.question().id(), a.correct()))
                .toList(),
            pending == null ? null : pending.id());
    Reply reply =
        http.post()
            .uri("/internal/next-questions")
            .contentType(MediaType.APPLICATION_JSON)
            .body(request)
            .retrieve()
            .body(Reply.class);
    return Objects.requireNonNull(reply, "a decision");
  }

  /// Both outcomes of the question that the learner reads.
  record Both(Decision ifRight, Decision ifWrong) {}

  /// A question or a reason to stop.
  record Decision(@Nullable String questionId, @Nullable String stop, @Nullable PickRecord pick) {
    /// The step; empty when it makes no sense for this session, and then somebody else decides.
    Optional<Step> step(History history, Pool pool) {
      String id = questionId;
      PickRecord why = pick;
      if (id == null) {
        return Arrays.stream(EndReason.values())
            .filter(reason -> reason.name().equals(stop))
            .<Step>map(Step.Stop::new)
            .findFirst();
      }
      boolean isNew = history.answered().stream().noneMatch(a -> a.question().id().equals(id));
      return why == null || !isNew
          ? Optional.empty()
          : pool.find(id)
              .map(entry -> new Step.Ask(entry.question(), entry.domainId(), Snapshots.pick(why)));
    }
  }

  private record Request(
      String sessionId,
      String learnerId,
      String organisationId,
      ExamSnapshot exam,
      long poolRevision,
      List<Answered> answered,
      @Nullable String pending) {}

  private record Answered(String questionId, boolean correct) {}

  private record Reply(
      @Nullable Decision now, @Nullable Decision ifRight, @Nullable Decision ifWrong) {}
}
