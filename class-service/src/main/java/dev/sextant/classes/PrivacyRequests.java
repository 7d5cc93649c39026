package dev.sextant.classes;

import dev.sextant.classes.PrivacyRequest.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Privacy requests of each organisation. An export goes after a day, an erasure after 400, by when
/// no backup holds the person.
public interface PrivacyRequests {
  /// Keeps a request, to be sent to the services.
  void add(PrivacyRequest request);

  /// The newest request about an account since a time.
  Optional<PrivacyRequest> newest(
      String organisationId, String accountId, Kind kind, Instant since);

  /// Keeps what a service answered; the answer of a service a second time changes nothing.
  void answered(String organisationId, String requestId, String service, String answer);

  /// Requests of all organisations that the services were not told of.
  List<PrivacyRequest> unsent(int limit);

  void sent(String organisationId, String requestId);
}
