package dev.sextant.question.threads;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All notices, each found by the person it is for and by nobody else.
public interface Notices {
  /// Keeps it; one with a taken id changes nothing.
  void add(Notice notice);

  /// A person's notices, newest first.
  ///
  /// @param before the last one that the person saw, or null for the newest
  List<Notice> list(
      String organisationId,
      String accountId,
      boolean unreadOnly,
      @Nullable Place before,
      int limit);

  /// Where one stands in the list.
  record Place(Instant at, String id) {}

  /// Notes that the person has read it; false when there is no such notice of this person.
  boolean read(String organisationId, String accountId, String noticeId);
}
