package dev.sextant.classes.signin;

import dev.sextant.classes.Counts;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Slows down whoever tries secrets from one address. Only failures count, so that a classroom
/// behind one address can sign in together.
///
/// The lock of a single account is `SignIn`'s.
@Component
public class Guessing {
  private final Counts counts;

  public Guessing(Counts counts) {
    this.counts = counts;
  }

  /// What is guessed, and how many failures from one address are borne.
  public enum Kind {
    /// 60 bits.
    JOIN_CODE(10, Duration.ofMinutes(1)),
    /// A school whose learners all mistype stays below this; credential stuffing does not.
    PASSWORD(300, Duration.ofMinutes(15)),
    PASSWORD_LINK(10, Duration.ofMinutes(1));

    private final int most;
    private final Duration span;

    Kind(int most, Duration span) {
      this.most = most;
      this.span = span;
    }
  }

  /// Refuses an address that failed too often, whatever it sends now.
  public void refuseBusy(Kind kind, String address, Instant now) {
    if (counts.of(kind + "/" + address, kind.span, now) >= kind.most) {
      long spent = now.toEpochMilli() % kind.span.toMillis();
      throw new Problem(CommonProblem.RATE_LIMITED, "Too many failures from your address; wait.")
          .retryAfter(kind.span.minusMillis(spent));
    }
  }

  public void failed(Kind kind, String address, Instant now) {
    counts.add(kind + "/" + address, kind.span, now);
  }
}
