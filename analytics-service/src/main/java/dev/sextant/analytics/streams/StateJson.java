package dev.sextant.analytics.streams;

import dev.sextant.contracts.ExamEvent;
import dev.sextant.servicekit.Json;
import tools.jackson.databind.json.JsonMapper;

/// How a learner's state is stored: JSON, with parked events named by their type.
final class StateJson {
  private StateJson() {}

  static JsonMapper mapper() {
    return Json.withTypes(ExamEvent.class);
  }
}
