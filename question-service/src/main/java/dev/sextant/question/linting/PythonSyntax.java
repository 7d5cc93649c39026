package dev.sextant.question.linting;

import java.util.Optional;

/// Knows whether a piece of Python can be parsed.
public interface PythonSyntax {
  /// What is wrong with the code; empty when it parses.
  Optional<String> fault(String code);
}
