package dev.sextant.gateway.routing;

import dev.sextant.gateway.problems.ProblemReplies;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/// A reply that holds its place in the bulkhead until its last byte is written, so that open
/// streams are counted too. One that the service broke off before any of it went on becomes a
/// problem like any other outage.
final class HeldReply implements ServerResponse {
  private final ServerResponse reply;
  private final Runnable release;
  private final Supplier<Problem> brokenOff;

  /// @param brokenOff what the client is told of a reply whose rest does not come
  HeldReply(ServerResponse reply, Runnable release, Supplier<Problem> brokenOff) {
    this.reply = reply;
    this.release = release;
    this.brokenOff = brokenOff;
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
    } catch (IOException e) {
      if (response.isCommitted()) {
        throw e;
      }
      response.resetBuffer();
      ProblemReplies.write(brokenOff.get(), request, response);
      return null;
    } finally {
      release.run();
    }
  }
}
