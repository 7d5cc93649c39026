package dev.sextant.classes;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The machine clients of each organisation.
public interface MachineClients {
  void add(MachineClient client);

  /// A client that asks for a token. Has no tenant: the client is what tells it.
  Optional<MachineClient> find(String clientId);

  /// The clients of an organisation in the order they were made.
  ///
  /// @param after the id that the last page ended with, or null for the first
  List<MachineClient> list(String organisationId, @Nullable String after, int limit);

  /// Ends a client; false when the organisation has no such client.
  boolean remove(String organisationId, String clientId);
}
