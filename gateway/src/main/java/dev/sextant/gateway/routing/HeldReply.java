package dev.sextant.gateway.routing;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/// A reply that holds its place in the bulkhead until its last byte is written, so that open
/// streams are counted too.
final class HeldReply implements ServerResponse {
  private final ServerResponse reply;
  private final Runnable release;

  HeldReply(ServerResponse reply, Runnable release) {
    this.reply = reply;
    this.release = release;
  }

  @Override
  public HttpStatusCode statusCode() {
    return reply.statusCode();
  }

  @Override
  public HttpHeaders headers() {
    return reply.headers();
  }

  @Override
  public MultiValueMap<String, Cookie> cookies() {
    return reply.cookies();
  }

  @Override
  public @Nullable ModelAndView writeTo(
      HttpServletRequest request, HttpServletResponse response, Context context)
      throws ServletException, IOException {
    try {
      return reply.writeTo(request, response, context);
    } finally {
      release.run();
    }
  }
}
