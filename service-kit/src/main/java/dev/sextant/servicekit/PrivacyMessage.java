package dev.sextant.servicekit;

import java.time.Instant;
import java.util.Map;

/// What services say to each other about the data of a person. Names and addresses are in none of
/// them but `Exported`, whose topic forgets within a day.
public sealed interface PrivacyMessage {
  /// `Erase` and `Export`, key = account id. Kept for ever: what was erased is erased again after a
  /// backup was restored.
  String REQUESTS = "privacy";

  /// `Erased` and `Exported`, key = request id. Kept for a day.
  String ANSWERS = "privacy-answers";

  String requestId();

  String organisationId();

  String accountId();

  record Erase(String requestId, String organisationId, String accountId, Instant at)
      implements PrivacyMessage {}

  record Export(String requestId, String organisationId, String accountId, Instant at)
      implements PrivacyMessage {}

  /// @param counts how many of what
  record Erased(
      String requestId,
      String organisationId,
      String accountId,
      String service,
      Map<String, Long> counts,
      Instant at)
      implements PrivacyMessage {
    public Erased {
      counts = Map.copyOf(counts);
    }
  }

  /// @param data JSON, deflated and in base 64, so that years of exams fit into one record
  record Exported(
      String requestId,
      String organisationId,
      String accountId,
      String service,
      String data,
      Instant at)
      implements PrivacyMessage {}
}
