package dev.sextant.session.web;

import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.ProblemType;
import dev.sextant.session.PartAway;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what needs other parts; when one is away the caller is told to come back.
final class Reaching {
  private static final Logger LOG = LoggerFactory.getLogger(Reaching.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private Reaching() {}

  /// @param type of the problem when a part is away
  static <T> T or(ProblemType type, Supplier<T> work) {
    try {
      return work.get();
    } catch (PartAway e) {
      LOG.atWarn()
          .setMessage("a part is away")
          .addKeyValue("part", e.part())
          .setCause(e.getCause())
          .log();
      ProblemType told =
          e.part() == PartAway.Part.SESSION_STORE_RECOVERING
              ? SessionProblem.STORE_RECOVERING
              : type;
      throw new Problem(told, "Nothing is lost on your side: send it again in a moment.")
          .retryAfter(RETRY_AFTER);
    }
  }
}
