package dev.sextant.gateway.routing;

import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.web.servlet.function.ServerRequest;

/// Refuses a request body that is larger than its route takes, before the service sees any of it.
///
/// A body whose length was announced streams through. One without a length is read first, which
/// costs at most the limit.
final class LimitedBody extends HttpServletRequestWrapper {
  private final ByteArrayInputStream body;

  private LimitedBody(HttpServletRequest request, byte[] body) {
    super(request);
    this.body = new ByteArrayInputStream(body);
  }

  static ServerRequest of(ServerRequest request, long limit) {
    HttpServletRequest servlet = request.servletRequest();
    long announced = servlet.getContentLengthLong();
    if (announced > limit) {
      throw tooLarge(limit);
    }
    if (announced >= 0 || servlet.getHeader("Transfer-Encoding") == null) {
      return request;
    }
    try {
      byte[] body = servlet.getInputStream().readNBytes((int) limit + 1);
      if (body.length > limit) {
        throw tooLarge(limit);
      }
      return ServerRequest.create(new LimitedBody(servlet, body), request.messageConverters());
    } catch (IOException e) {
      throw new UncheckedIOException("the client broke off its body", e);
    }
  }

  private static Problem tooLarge(long limit) {
    return new Problem(
        CommonProblem.PAYLOAD_TOO_LARGE, "Send at most " + limit + " bytes at a time.");
  }

  @Override
  public ServletInputStream getInputStream() {
    return new ServletInputStream() {
      @Override
      public boolean isFinished() {
        return body.available() == 0;
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
        return body.read();
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        return body.read(into, offset, length);
      }
    };
  }
}
