package dev.sextant.session.snapshots;

import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.PickRecord;
import dev.sextant.session.Exam;
import dev.sextant.session.Pick;

/// Turns exams and picks into what travels, and back.
public final class Snapshots {
  private Snapshots() {}

  /// The exam of a snapshot.
  public static Exam exam(ExamSnapshot snapshot) {
    return new Exam(
        snapshot.examId(),
        snapshot.courseId(),
        snapshot.title(),
        Exam.Mode.valueOf(snapshot.mode()),
        snapshot.minLength(),
        snapshot.maxLength(),
        snapshot.timeLimit(),
        snapshot.blueprint().stream()
            .map(share -> new Exam.Share(share.domainId(), share.weight()))
            .toList(),
        snapshot.passing().cut(),
        snapshot.passing().rule(),
        snapshot.stopping().standardError(),
        snapshot.stopping().confidence(),
        Exam.Feedback.valueOf(snapshot.feedback()));
  }

  /// The snapshot of an exam.
  public static ExamSnapshot of(Exam exam) {
    return new ExamSnapshot(
        exam.id(),
        exam.courseId(),
        exam.title(),
        exam.mode().name(),
        exam.minLength(),
        exam.maxLength(),
        exam.timeLimit(),
        exam.blueprint().stream()
            .map(share -> new ExamSnapshot.DomainShare(share.domainId(), share.weight()))
            .toList(),
        new ExamSnapshot.Passing(exam.cut(), exam.passRule()),
        new ExamSnapshot.Stopping(exam.standardError(), exam.confidence()),
        exam.feedback().name());
  }

  /// The pick of a record.
  public static Pick pick(PickRecord pick) {
    return new Pick(
        Pick.By.valueOf(pick.pickedBy()),
        pick.candidates(),
        pick.rank(),
        pick.information(),
        pick.quota(),
        pick.exposureRule(),
        pick.relaxed());
  }

  /// The record of a pick.
  public static PickRecord of(Pick pick) {
    return new PickRecord(
        pick.by().name(),
        pick.candidates(),
        pick.rank(),
        pick.information(),
        pick.quota(),
        pick.exposureRule(),
        pick.relaxed());
  }
}
