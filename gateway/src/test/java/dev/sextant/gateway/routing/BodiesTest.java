package dev.sextant.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.gateway.problems.GatewayProblem;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.ProblemType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.function.ServerRequest;

class BodiesTest {
  private static final int LIMIT = 100_000;
  private static final int ROOM = 4 * Bodies.CHUNK;

  private long now;
  private final Bodies bodies =
      new Bodies(
          new RoutingSettings.BodyLimits(
              DataSize.ofBytes(ROOM), Duration.ofSeconds(30), DataSize.ofKilobytes(16)),
          () -> now);

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {1, 16_383, 16_384, 16_385, 32_768, 50_000})
  void a_body_passes_as_it_is_and_gives_its_room_back(int size) throws IOException {
    byte[] sent = bytes(size);
    for (boolean announced : new boolean[] {true, false}) {
      try (var held = bodies.hold(request(sent, announced, 0), LIMIT)) {
        assertThat(held.request().servletRequest().getInputStream().readAllBytes()).isEqualTo(sent);
      }
      assertThat(bodies.free()).isEqualTo(ROOM);
    }
  }

  @Test
  void a_body_is_limited_whether_or_not_it_says_its_size() {
    refused(request(bytes(LIMIT + 1), true, 0), LIMIT, CommonProblem.PAYLOAD_TOO_LARGE);
    refused(request(bytes(50_001), false, 0), 50_000, CommonProblem.PAYLOAD_TOO_LARGE);
  }

  @Test
  void uploads_that_fill_the_room_are_sent_away_and_answers_pass() {
    try (var large = bodies.hold(request(bytes(ROOM), true, 0), LIMIT)) {
      assertThat(bodies.free()).isZero();
      assertThatProblem(
          () -> bodies.hold(request(bytes(20_000), true, 0), LIMIT), CommonProblem.OVERLOADED);
      try (var answer = bodies.hold(request(bytes(200), true, 0), LIMIT)) {
        assertThat(answer.request()).isNotSameAs(large.request());
      }
    }
    assertThat(bodies.free()).isEqualTo(ROOM);
  }

  @Test
  void a_body_that_drips_is_cut_off_though_it_never_pauses_for_long() {
    refused(request(bytes(50_000), true, 50), LIMIT, GatewayProblem.REQUEST_TIMEOUT);
    assertThat(Duration.ofNanos(now)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
  }

  @Test
  void a_body_on_a_poor_line_has_the_time_that_its_size_needs() {
    try (var held = bodies.hold(request(bytes(ROOM), true, 2_048), LIMIT)) {
      assertThat(held.request().servletRequest().getContentLength()).isEqualTo(ROOM);
    }
    assertThat(Duration.ofNanos(now)).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void silence_and_a_broken_line_are_told_apart() {
    refused(broken(new SocketTimeoutException("late")), LIMIT, GatewayProblem.REQUEST_TIMEOUT);
    refused(broken(new IOException("reset")), LIMIT, GatewayProblem.BAD_REQUEST);
  }

  private void refused(ServerRequest request, long limit, ProblemType as) {
    assertThatProblem(() -> bodies.hold(request, limit), as);
    assertThat(bodies.free()).isEqualTo(ROOM);
  }

  private static void assertThatProblem(ThrowingCallable call, ProblemType type) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
        .extracting(Problem::type)
        .isEqualTo(type);
  }

  /// @param perSecond bytes that come in a second of the clock; 0: all at once
  private ServerRequest request(byte[] body, boolean announced, int perSecond) {
    return of(
        body,
        announced,
        new Stream() {
          private final ByteArrayInputStream in = new ByteArrayInputStream(body);

          @Override
          public int read(byte[] into, int offset, int length) {
            if (perSecond == 0) {
              return in.read(into, offset, length);
            }
            now += Duration.ofSeconds(1).toNanos();
            return in.read(into, offset, Math.min(length, perSecond));
          }
        });
  }

  /// A connection that fails after more than a chunk came.
  private static ServerRequest broken(IOException failure) {
    return of(
        bytes(40_000),
        true,
        new Stream() {
          private int left = 20_000;

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
              throw failure;
            }
            int read = Math.min(left, length);
            left -= read;
            return read;
          }
        });
  }

  private static ServerRequest of(byte[] body, boolean announced, ServletInputStream stream) {
    var servlet =
        new MockHttpServletRequest("POST", "/api/courses") {
          @Override
          public int getContentLength() {
            return announced ? body.length : -1;
          }

          @Override
          public long getContentLengthLong() {
            return getContentLength();
          }

          @Override
          public ServletInputStream getInputStream() {
            return stream;
          }
        };
    if (!announced) {
      servlet.addHeader("Transfer-Encoding", "chunked");
    }
    return ServerRequest.create(servlet, List.of());
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private abstract static class Stream extends ServletInputStream {
    @Override
    public abstract int read(byte[] into, int offset, int length) throws IOException;

    @Override
    public int read() {
      throw new UnsupportedOperationException("bodies are read in parts");
    }

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("bodies are read by blocking calls");
    }
  }
}
