package dev.sextant.standalone.launch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// What the command line asks for.
///
/// @param home the folder of the checkout: jars and banks lie below it
/// @param data where everything is kept
/// @param port the gateway's port; the next eight are taken too
/// @param learners how many simulated learners sit an exam; 0 for none
/// @param exit stop when the demo is done
/// @param remember what this start loads, so that the next one is faster
record Options(Path home, Path data, int port, int learners, boolean exit, boolean remember) {
  static final int PORTS = 9;

  private static final int DEFAULT_PORT = 8080;
  private static final int DEFAULT_LEARNERS = 200;

  static final String HELP =
      """
      ./start [--demo [LEARNERS]] [--exit] [--data FOLDER] [--port PORT] [--forgetful]

        --demo [LEARNERS]  let simulated learners (200) sit real exams and say how well they were measured
        --exit             stop when the demo is done
        --data FOLDER      where everything is kept (./data)
        --port PORT        the page's port (8080); the eight ports after it are used too
        --forgetful        do not remember what this start loads, which makes the next one faster and takes 500 MB

      SEXTANT_KAFKA, SEXTANT_REDIS and SEXTANT_MONGODB name servers to use instead of the embedded ones.
      SEXTANT_JAVA_OPTIONS are given to the JVM of each service after ours, SEXTANT_STORES_JAVA_OPTIONS
      to that of Kafka and the document server.
      """;

  /// Reads the command line.
  ///
  /// @throws Trouble when it asks for something that there is not
  static Options of(Path home, String... args) {
    Path data = home.resolve("data");
    int port = DEFAULT_PORT;
    int learners = 0;
    boolean exit = false;
    boolean remember = true;
    var rest = new Words(Arrays.asList(args));
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--demo" -> learners = rest.number("--demo", DEFAULT_LEARNERS, 1, 20_000);
        case "--exit" -> exit = true;
        case "--forgetful" -> remember = false;
        case "--data" -> data = Path.of(rest.value("--data"));
        case "--port" -> port = rest.number("--port", null, 1024, 65_535 - PORTS);
        default -> throw new Trouble("There is no option " + word + ".\n\n" + HELP);
      }
    }
    return new Options(home, data.toAbsolutePath().normalize(), port, learners, exit, remember);
  }

  /// Words of the command line with one looked at ahead.
  private static final class Words {
    private final Iterator<String> words;
    private @Nullable String ahead;

    Words(Iterable<String> words) {
      this.words = words.iterator();
    }

    boolean hasNext() {
      return ahead != null || words.hasNext();
    }

    String next() {
      String word = ahead != null ? ahead : words.next();
      ahead = null;
      return word;
    }

    String value(String option) {
      if (!hasNext()) {
        throw new Trouble(option + " needs a value.\n\n" + HELP);
      }
      return next();
    }

    int number(String option, @Nullable Integer otherwise, int least, int most) {
      if (otherwise != null) {
        ahead = hasNext() ? next() : null;
        if (ahead == null || ahead.startsWith("--")) {
          return otherwise;
        }
      }
      String word = value(option);
      try {
        int number = Integer.parseInt(word);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Told below like a number out of range.
      }
      throw new Trouble(option + " must be " + least + " to " + most + ", was " + word + ".");
    }
  }
}
