package dev.sextant.systemtests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Signals that Java itself cannot send.
final class Signals {
  private Signals() {}

  /// Sends a signal to one process; a process that has ended is left in peace.
  static void send(String signal, long pid) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
