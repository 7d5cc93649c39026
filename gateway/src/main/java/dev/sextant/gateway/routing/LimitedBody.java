package dev.sextant.gateway.routing;

import dev.sextant.gateway.problems.GatewayProblem;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.springframework.web.servlet.function.ServerRequest;

/// Refuses a request body that is larger than its route takes, before the service sees any of it.
///
/// A body is read to its end by the thread that the container gave the request, never by the one
/// that sends it on: that one could still be reading when the time is up and the container has
/// begun to use the same buffers for somebody else. Small bodies are read before they take a place
/// at the service, so that slow ones take none; large ones while they hold one, which bounds the
/// memory.
final class LimitedBody extends HttpServletRequestWrapper {
  /// Up to here a body is small; all but imports and rosters are.
  private static final int SMALL = 1 << 20;

  private final ByteArrayInputStream body;

  private LimitedBody(HttpServletRequest request, byte[] body) {
    super(request);
    this.body = new ByteArrayInputStream(body);
  }

  /// The request with its body read, unless that may be large.
  ///
  /// @throws Problem when the body is larger than `limit` bytes
  static ServerRequest of(ServerRequest request, long limit) {
    HttpServletRequest servlet = request.servletRequest();
    long announced = servlet.getContentLengthLong();
    if (announced > limit) {
      throw tooLarge(limit);
    }
    long most = announced < 0 ? limit : announced;
    return most <= SMALL ? whole(request, limit) : request;
  }

  /// The request with its body read, however large; for one that holds its place at the service.
  ///
  /// @throws Problem when the body is larger than `limit` bytes
  static ServerRequest whole(ServerRequest request, long limit) {
    HttpServletRequest servlet = request.servletRequest();
    boolean hasBody =
        servlet.getContentLengthLong() > 0 || servlet.getHeader("Transfer-Encoding") != null;
    return hasBody && !(servlet instanceof LimitedBody) ? read(request, limit) : request;
  }

  /// To the end and not to the announced length: a form was read and written anew by now.
  private static ServerRequest read(ServerRequest request, long limit) {
    HttpServletRequest servlet = request.servletRequest();
    try {
      byte[] body = servlet.getInputStream().readNBytes(Math.toIntExact(limit + 1));
      if (body.length > limit) {
        throw tooLarge(limit);
      }
      return ServerRequest.create(new LimitedBody(servlet, body), request.messageConverters());
    } catch (SocketTimeoutException e) {
      throw new Problem(GatewayProblem.REQUEST_TIMEOUT, "Send the whole body, without a pause.");
    } catch (IOException e) {
      throw new Problem(GatewayProblem.BAD_REQUEST, "The body broke off or is not well formed.");
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
