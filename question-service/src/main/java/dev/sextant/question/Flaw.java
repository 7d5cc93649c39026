package dev.sextant.question;

/// Something that makes a course, a question or an exam impossible.
///
/// @param pointer JSON pointer to the place
/// @param message what must hold and what came
public record Flaw(String pointer, String message) {}
