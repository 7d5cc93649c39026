package dev.sextant.classes;

import java.time.Instant;
import java.util.Optional;

/// The jobs of each organisation.
public interface Jobs {
  Optional<Job> find(String organisationId, String jobId);

  /// Stores the job as it is now.
  void save(Job job);

  /// Marks running jobs that have not moved since `before` as failed, and says how many.
  int failAbandoned(Instant before, Instant now);
}
