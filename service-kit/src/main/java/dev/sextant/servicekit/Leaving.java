package dev.sextant.servicekit;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.SmartLifecycle;

/// Leaves before it stops: for a while requests are served as ever, and each reply closes its
/// connection, so that callers come back to another instance.
///
/// Without it a caller's kept connection would carry a request into a server that has stopped
/// taking any.
final class Leaving implements Filter, SmartLifecycle {
  private final Duration time;
  private volatile boolean leaving;
  private volatile boolean running;

  /// @param time how long it leaves; zero where there is no other instance
  Leaving(Duration time) {
    this.time = time;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (leaving && response instanceof HttpServletResponse http) {
      http.setHeader("Connection", "close");
    }
    chain.doFilter(request, response);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    leaving = true;
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// The first to stop, while everything else still runs.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
