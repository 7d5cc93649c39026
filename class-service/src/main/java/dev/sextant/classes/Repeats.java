package dev.sextant.classes;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Replies to calls that a client may send again under the same `Idempotency-Key`.
public interface Repeats {
  /// What was there under a key; empty when it was free and is now taken by this call.
  Optional<Known> begin(String organisationId, String key, String requestHash, Instant until);

  /// Keeps the reply, sealed: it may hold what is shown once.
  void end(String organisationId, String key, Reply reply);

  /// Frees the key of a call that did not succeed.
  void forget(String organisationId, String key);

  /// @param reply null while the first call is under way
  record Known(String requestHash, @Nullable Reply reply) {}

  record Reply(int status, @Nullable String location, @Nullable String contentType, String body) {
    /// Not the body.
    @Override
    public String toString() {
      return "Reply[status=" + status + "]";
    }
  }
}
