package dev.sextant.question;

/// What a question asks of the mind: to know, to use, or to take apart.
public enum Level {
  RECALL,
  APPLY,
  ANALYSE
}
