package dev.sextant.session;

import java.util.List;

/// Whether the store keeps what it is given as this service promises.
public interface StoreSafety {
  /// What is wrong with the store now, one sentence each; empty when nothing is. Known without
  /// asking the store.
  List<String> faults();
}
