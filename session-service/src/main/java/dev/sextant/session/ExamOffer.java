package dev.sextant.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An exam that can be sat now, as its owner defines it.
///
/// @param organisationId the owner, or null for an exam that all organisations may sit
/// @param maxAttempts null for any number
/// @param poolRevision the questions that a session which starts now draws from
public record ExamOffer(
    Exam exam, @Nullable String organisationId, @Nullable Integer maxAttempts, long poolRevision) {

  /// The same offer of a short practice of one domain; empty when the exam gives none.
  public Optional<ExamOffer> practising(String domainId) {
    return exam.practising(domainId)
        .map(narrowed -> new ExamOffer(narrowed, organisationId, maxAttempts, poolRevision));
  }
}
