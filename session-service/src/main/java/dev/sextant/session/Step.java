package dev.sextant.session;

/// What follows an answer. It is written in the same step as the answer itself.
public sealed interface Step {
  /// Ask this question next.
  record Ask(QuestionRef question, String domainId, Pick pick) implements Step {}

  /// The exam is over.
  record Stop(EndReason reason) implements Step {}

  /// Nothing: the form is drawn, or the answer is known to be a repeat.
  record Stay() implements Step {}
}
