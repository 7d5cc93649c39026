package dev.sextant.contracts;

/// Names of the Kafka topics.
///
/// `exam-events` is keyed by learner id, so that all events of a learner travel in one order. The
/// others are compacted: the newest record of a key is the truth, and a null value deletes it.
public final class Topics {
  /// `ExamEvent`, key = learner id.
  public static final String EXAM_EVENTS = "exam-events";

  /// Records of `exam-events` that could not be read, as they came.
  public static final String EXAM_EVENTS_DEAD = "exam-events.dead";

  /// `QuestionRecord`, key = question id.
  public static final String QUESTIONS = "questions";

  /// `ClassRecord`, key = class id, assignment id or "class id/account id".
  public static final String CLASSES = "classes";

  /// Item parameters, key = question id.
  public static final String ITEM_PARAMETERS = "item-parameters";

  private Topics() {}
}
