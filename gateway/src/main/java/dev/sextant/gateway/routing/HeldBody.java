package dev.sextant.gateway.routing;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.ByteBuffer;
import java.util.Deque;

/// A request whose body was read before; each part of it is let go once it was read again.
final class HeldBody extends HttpServletRequestWrapper {
  private final Deque<ByteBuffer> parts;

  /// @param parts in their order; this takes them
  HeldBody(HttpServletRequest request, Deque<ByteBuffer> parts) {
    super(request);
    this.parts = parts;
  }

  @Override
  public ServletInputStream getInputStream() {
    return new ServletInputStream() {
      @Override
      public boolean isFinished() {
        return parts.stream().noneMatch(ByteBuffer::hasRemaining);
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("bodies are read by blocking calls");
      }

      @Override
      public int read() {
        return more() ? Byte.toUnsignedInt(parts.element().get()) : -1;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (length == 0) {
          return 0;
        }
        if (!more()) {
          return -1;
        }
        ByteBuffer part = parts.element();
        int read = Math.min(length, part.remaining());
        part.get(into, offset, read);
        return read;
      }

      private boolean more() {
        while (!parts.isEmpty() && !parts.element().hasRemaining()) {
          parts.remove();
        }
        return !parts.isEmpty();
      }
    };
  }
}
