package dev.sextant.classes;

import java.time.Instant;
import java.util.List;

/// The keys that access tokens are signed with, sealed. They belong to the installation, not to a
/// tenant.
public interface SigningKeys {
  /// All keys, the oldest first.
  List<SealedKey> all();

  /// Stores a key; false when its number is taken, because another replica was first.
  boolean add(SealedKey key);

  /// Forgets a key that nothing good is signed with any more.
  void remove(int number);

  /// @param number 1, 2, 3, …
  /// @param sealed the key, encrypted
  /// @param signsFrom published before, so that everybody knows it by then
  record SealedKey(int number, String sealed, Instant createdAt, Instant signsFrom) {}
}
