package dev.sextant.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LeavingTest {
  @Test
  void replies_close_their_connections_from_the_wish_to_stop_on_and_not_before() throws Exception {
    var leaving = new Leaving(Duration.ofMillis(300));
    leaving.start();
    assertThat(connection(leaving)).isNull();

    Thread stop = Thread.ofVirtual().start(leaving::stop);
    await().until(() -> "close".equals(connection(leaving)));
    assertThat(leaving.isRunning()).isTrue();
    stop.join();

    assertThat(leaving.isRunning()).isFalse();
  }

  @Test
  void it_is_the_first_to_stop() {
    assertThat(new Leaving(Duration.ZERO).getPhase()).isEqualTo(Integer.MAX_VALUE);
  }

  private static @Nullable String connection(Leaving leaving) throws Exception {
    var response = new MockHttpServletResponse();
    leaving.doFilter(new MockHttpServletRequest(), response, new MockFilterChain());
    return response.getHeader("Connection");
  }
}
