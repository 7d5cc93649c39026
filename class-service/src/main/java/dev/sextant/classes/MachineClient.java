package dev.sextant.classes;

import java.time.Instant;
import java.util.Set;

/// A program of an organisation that may do some things without a person (OAuth 2.0 client
/// credentials).
///
/// @param secretHash of a secret of 256 random bits, which is known to the client alone
/// @param scopes what it may do
public record MachineClient(
    String id,
    String organisationId,
    String name,
    Set<String> scopes,
    String secretHash,
    String createdBy,
    Instant createdAt) {

  public MachineClient {
    scopes = Set.copyOf(scopes);
  }
}
