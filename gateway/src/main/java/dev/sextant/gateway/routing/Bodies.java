package dev.sextant.gateway.routing;

import dev.sextant.gateway.problems.GatewayProblem;
import dev.sextant.gateway.problems.Turns;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.springframework.web.servlet.function.ServerRequest;

/// Reads request bodies to their end before they are sent on, within the limits of size, of time
/// and of all together.
///
/// The thread that the container gave the request reads, never the one that sends it on: that one
/// could still be reading when the time is up and the container has begun to use the same buffers
/// for somebody else. It reads before the request takes a place at its service, so that slow bodies
/// take none. The first [#CHUNK] bytes of each are not counted among all together, so that an
/// answer never waits for somebody's upload.
final class Bodies {
  /// Bytes by which memory is taken while a body grows; no answer and no sign-in is larger.
  static final int CHUNK = 16 * 1024;

  private final RoutingSettings.BodyLimits settings;
  private final Semaphore room;
  private final LongSupplier nanoTime;
  private final Turns turns;

  Bodies(RoutingSettings.BodyLimits settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.room = new Semaphore(Math.toIntExact(settings.atOnce().toBytes()));
    this.nanoTime = nanoTime;
    this.turns = new Turns(nanoTime);
  }

  /// The request with its body in memory; close it once it was sent on.
  ///
  /// @param limit bytes that its route takes
  /// @throws Problem when the body is too large, too slow, broken off, or there is no room for it
  Held hold(ServerRequest request, long limit) {
    HttpServletRequest servlet = request.servletRequest();
    long announced = servlet.getContentLengthLong();
    if (announced > limit) {
      throw tooLarge(limit);
    }
    if (announced <= 0 && servlet.getHeader("Transfer-Encoding") == null) {
      return new Held(request, 0);
    }
    Deque<ByteBuffer> chunks = new ArrayDeque<>();
    boolean whole = false;
    int counted = 0;
    try {
      InputStream in = servlet.getInputStream();
      long began = nanoTime.getAsLong();
      long size = 0;
      // One byte more than announced, so that the end is met before another chunk is taken.
      byte[] chunk = new byte[announced < 0 ? CHUNK : (int) Math.min(CHUNK, announced + 1)];
      int filled = 0;
      // To the end and not to the announced length: a form was read and written anew by now.
      for (int came; (came = in.read(chunk, filled, chunk.length - filled)) >= 0; ) {
        filled += came;
        size += came;
        if (size > limit) {
          throw tooLarge(limit);
        }
        if (nanoTime.getAsLong() - began > timeFor(size).toNanos()) {
          throw GatewayProblem.tooSlow();
        }
        if (filled == chunk.length) {
          chunks.add(ByteBuffer.wrap(chunk));
          if (!room.tryAcquire(CHUNK)) {
            throw GatewayProblem.full(turns.next());
          }
          counted += CHUNK;
          chunk = new byte[CHUNK];
          filled = 0;
        }
      }
      chunks.add(ByteBuffer.wrap(chunk, 0, filled));
      var held = new HeldBody(servlet, chunks);
      whole = true;
      return new Held(ServerRequest.create(held, request.messageConverters()), counted);
    } catch (SocketTimeoutException e) {
      throw GatewayProblem.tooSlow();
    } catch (IOException e) {
      throw new Problem(GatewayProblem.BAD_REQUEST, "The body broke off or is not well formed.");
    } finally {
      if (!whole) {
        room.release(counted);
      }
    }
  }

  /// Bytes that may be taken at this moment.
  int free() {
    return room.availablePermits();
  }

  private Duration timeFor(long size) {
    return settings
        .patience()
        .plusMillis(Math.multiplyExact(size, 1000L) / settings.perSecond().toBytes());
  }

  private static Problem tooLarge(long limit) {
    return new Problem(
        CommonProblem.PAYLOAD_TOO_LARGE, "Send at most " + limit + " bytes at a time.");
  }

  /// A request whose body is in memory, with what that counts for.
  final class Held implements AutoCloseable {
    private final ServerRequest request;
    private final int counted;

    private Held(ServerRequest request, int counted) {
      this.request = request;
      this.counted = counted;
    }

    ServerRequest request() {
      return request;
    }

    @Override
    public void close() {
      room.release(counted);
    }
  }
}
