package dev.sextant.classes;

import java.time.Instant;
import java.util.Map;

/// A person's data are to be exported or erased, and what each service answered so far.
///
/// @param requestedBy account
/// @param answers by service: counts of what was erased, or the data as JSON
public record PrivacyRequest(
    String id,
    String organisationId,
    String accountId,
    Kind kind,
    String requestedBy,
    Instant at,
    Map<String, String> answers) {

  public PrivacyRequest {
    answers = Map.copyOf(answers);
  }

  /// What is to be done.
  public enum Kind {
    EXPORT,
    ERASE
  }
}
