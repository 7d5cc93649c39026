package dev.sextant.question;

/// How hard a question is in its author's eyes, from the view of an interviewee.
public enum Difficulty {
  EASY,
  MEDIUM,
  HARD
}
