package dev.sextant.question.linting;

import com.sonar.sslr.api.RecognitionException;
import java.util.Optional;
import org.sonar.python.parser.PythonParser;

/// Parses Python with the parser of SonarPython: the grammar of Python 3, `match` and assignment
/// expressions included. It also takes the `print` statement of Python 2.
final class SonarPython implements PythonSyntax {
  private final PythonParser parser = PythonParser.create();

  @Override
  public Optional<String> fault(String code) {
    try {
      parser.parse(code);
      return Optional.empty();
    } catch (RecognitionException e) {
      return Optional.of("Python does not parse at line " + e.getLine());
    }
  }
}
