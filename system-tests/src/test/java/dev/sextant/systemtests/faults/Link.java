package dev.sextant.systemtests.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A TCP link between two parts, with the weather that a test gives it.
///
/// Listens on a port of its own and carries each connection to the next of its upstreams that takes
/// one, as a service's address on a cluster does. What it loses it never gives back: a connection
/// that lost bytes is reset when the weather clears, as a real one would end.
final class Link implements AutoCloseable {
  private static final int CONNECT_MILLIS = 500;

  private final String name;
  private final ServerSocket server;
  private final List<Integer> upstreams;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Weather weather = new Weather.Clear();

  private Link(String name, ServerSocket server, List<Integer> upstreams) {
    this.name = name;
    this.server = server;
    this.upstreams = List.copyOf(upstreams);
  }

  /// Opens a link to these ports of this machine.
  static Link to(String name, List<Integer> upstreams) {
    try {
      var server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
      var link = new Link(name, server, upstreams);
      Thread.ofVirtual().name("link " + name).start(link::accept);
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  int port() {
    return server.getLocalPort();
  }

  /// Changes the weather for open and for new connections.
  void be(Weather next) {
    lock.lock();
    try {
      weather = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    switch (next) {
      case Weather.Reset() -> open.forEach(Connection::reset);
      case Weather.Clear() -> open.stream().filter(c -> c.lostBytes).forEach(Connection::reset);
      case Weather.Slow _,
          Weather.Narrow _,
          Weather.Silent _,
          Weather.HalfOpen _,
          Weather.NoReplies _,
          Weather.CutAfter _ -> {}
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(Connection::reset);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().name("link " + name).start(() -> carry(client));
      } catch (IOException e) {
        // Closed: the loop's condition says so.
      }
    }
  }

  private void carry(Socket client) {
    if (weather instanceof Weather.Reset) {
      reset(client);
      return;
    }
    try {
      client.setTcpNoDelay(true);
      var connection = new Connection(client, connect());
      open.add(connection);
      Thread.ofVirtual().start(() -> connection.pump(true));
      connection.pump(false);
    } catch (IOException e) {
      reset(client);
    }
  }

  private Socket connect() throws IOException {
    IOException last = new IOException("no upstream of " + name);
    int first = turn.getAndIncrement();
    for (int i = 0; i < upstreams.size(); i++) {
      var socket = new Socket();
      try {
        int port = upstreams.get(Math.floorMod(first + i, upstreams.size()));
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  /// Ends a connection so that the other side is told with an error, not with an end of stream.
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed, which is what was wanted.
    }
  }

  private final class Connection {
    private final Socket client;
    private final Socket upstream;
    private volatile boolean lostBytes;
    private volatile boolean ended;

    Connection(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void reset() {
      ended = true;
      open.remove(this);
      Link.reset(client);
      Link.reset(upstream);
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /// Carries one way until the connection ends.
    void pump(boolean request) {
      Socket from = request ? client : upstream;
      Socket to = request ? upstream : client;
      byte[] buffer = new byte[16 * 1024];
      int carried = 0;
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          carried += n;
          if (!pass(out, Arrays.copyOf(buffer, n), request, carried)) {
            return;
          }
        }
        to.shutdownOutput();
        if (!request) {
          reset();
        }
      } catch (IOException e) {
        reset();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        reset();
      }
    }

    /// False when the connection has been reset.
    private boolean pass(OutputStream out, byte[] bytes, boolean request, int carried)
        throws IOException, InterruptedException {
      switch (awaitPassage()) {
        case Weather.Clear _ -> out.write(bytes);
        case Weather.Slow(var least, var jitter) -> {
          long nanos = least.toNanos() + ThreadLocalRandom.current().nextLong(jitter.toNanos() + 1);
          LockSupport.parkNanos(nanos);
          out.write(bytes);
        }
        case Weather.Narrow(int bytesPerSecond) -> {
          LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) * bytes.length / bytesPerSecond);
          out.write(bytes);
        }
        case Weather.HalfOpen _ -> lostBytes = true;
        case Weather.NoReplies _ -> {
          if (request) {
            out.write(bytes);
          } else {
            lostBytes = true;
          }
        }
        case Weather.CutAfter(int most) -> {
          if (request && carried > most) {
            int rest = Math.max(0, bytes.length - (carried - most));
            out.write(bytes, 0, rest);
            reset();
            return false;
          }
          out.write(bytes);
        }
        case Weather.Reset _, Weather.Silent _ -> {
          reset();
          return false;
        }
      }
      return true;
    }

    /// The weather, once it is not silent; `Silent` when the connection ended before.
    private Weather awaitPassage() throws InterruptedException {
      lock.lock();
      try {
        while (weather instanceof Weather.Silent && !ended) {
          changed.await();
        }
        return weather;
      } finally {
        lock.unlock();
      }
    }
  }
}
