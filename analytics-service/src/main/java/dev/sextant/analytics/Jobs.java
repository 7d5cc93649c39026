package dev.sextant.analytics;

import java.util.List;
import java.util.Optional;

/// Where jobs are kept.
public interface Jobs {
  /// Keeps how a job stands.
  void keep(Job job);

  Optional<Job> find(String id);

  /// Jobs of a kind about a subject, newest first.
  List<Job> of(String kind, String subject);
}
