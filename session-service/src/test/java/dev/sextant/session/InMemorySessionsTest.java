package dev.sextant.session;

import java.time.Duration;

class InMemorySessionsTest implements SessionsContract {
  private final InMemorySessions sessions = new InMemorySessions(Duration.ofMillis(200));

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public void pass(Duration time) {
    sessions.pass(time);
  }
}
