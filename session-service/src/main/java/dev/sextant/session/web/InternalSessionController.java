package dev.sextant.session.web;

import dev.sextant.session.AnswerCounts;
import dev.sextant.session.SessionId;
import dev.sextant.session.Sessions;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What other services may ask of sessions.
@Hidden
@RestController
class InternalSessionController {
  private final Sessions sessions;
  private final AnswerCounts.Reader counts;

  InternalSessionController(Sessions sessions, AnswerCounts.Reader counts) {
    this.sessions = sessions;
    this.counts = counts;
  }

  /// How many answers were accepted, and where they are.
  @GetMapping("/internal/conservation")
  AnswerCounts conservation() {
    return counts.read();
  }

  /// The events of a session from a sequence number on, in order, so that a reader who missed one
  /// can mend the gap: `{"events": […]}`. The events are JSON already and go out as they are.
  @GetMapping(value = "/internal/sessions/{id}/events", produces = MediaType.APPLICATION_JSON_VALUE)
  String events(@PathVariable String id, @RequestParam(defaultValue = "0") long from) {
    List<String> events = sessions.events(new SessionId(id), Math.max(0, from));
    return "{\"events\":[" + String.join(",", events) + "]}";
  }
}
