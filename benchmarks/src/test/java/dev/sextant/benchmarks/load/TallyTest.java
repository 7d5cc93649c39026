package dev.sextant.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void a_percentile_is_the_least_value_that_so_many_do_not_exceed() {
    long[] hundred = LongStream.rangeClosed(1, 100).toArray();

    assertThat(Tally.percentile(hundred, 0.5)).isEqualTo(50);
    assertThat(Tally.percentile(hundred, 0.99)).isEqualTo(99);
    assertThat(Tally.percentile(hundred, 0.999)).isEqualTo(100);
    assertThat(Tally.percentile(new long[] {7}, 0.5)).isEqualTo(7);
  }

  @Test
  void every_call_is_timed_and_what_is_not_good_is_an_error_too() {
    var tally = new Tally();
    tally.add("answer", new Api.Reply(200, "", new byte[0], 1_000_000));
    tally.add("answer", new Api.Reply(503, "", new byte[0], 3_000_000));
    tally.add("answer", new Api.Reply(0, "", new byte[0], 2_000_000));

    assertThat(tally.count("answer")).isEqualTo(3);
    assertThat(tally.millis("answer", 1)).isEqualTo(3);
    assertThat(tally.errors()).isEqualTo(2);
    assertThat(tally.report()).contains("answer 503=1", "answer without reply=1");
  }

  @Test
  void who_is_sent_away_must_be_told_when_to_come_again() {
    var tally = new Tally();
    tally.again("start", new Api.Reply(503, "", new byte[0], 1, Duration.ofSeconds(2)));
    tally.again("start", new Api.Reply(0, "", new byte[0], 1));

    assertThat(tally.again("start", 503)).isOne();
    assertThat(tally.errors()).isZero();
    assertThat(tally.report()).contains("start 503=1", "start without reply=1");

    tally.again("answer", new Api.Reply(503, "", new byte[0], 1));

    var whole = new Tally();
    whole.take(tally);
    assertThat(whole.errors()).isOne();
    assertThat(whole.report()).contains("answer 503 without Retry-After=1");
  }
}
