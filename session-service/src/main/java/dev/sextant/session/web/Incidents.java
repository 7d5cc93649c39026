package dev.sextant.session.web;

import dev.sextant.session.LateAnswer;
import dev.sextant.session.Signal;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What staff should know about a session beside its result.
@Schema(description = "What happened beside the answers")
record Incidents(
    @Schema(description = "Answers that came for the first time after the end; they never count")
        List<Late> late,
    @Schema(description = "What the page noticed; no proof of anything") List<Noticed> signals,
    @Schema(description = "Time that was added: add, reason STAFF or OUTAGE, note, by, deadline")
        List<JsonNode> timeAdded) {

  @Schema(name = "LateAnswer")
  record Late(int position, String questionId, String optionId, Instant at) {
    static Late of(LateAnswer late) {
      return new Late(late.position(), late.questionId(), late.optionId(), late.at());
    }
  }

  @Schema(name = "Signal")
  record Noticed(Signal.Type type, Instant at) {
    static Noticed of(Signal signal) {
      return new Noticed(signal.type(), signal.at());
    }
  }
}
