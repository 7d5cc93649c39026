package dev.sextant.gateway.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/// Answers what the container refuses before any of our code runs, such as a broken request line.
///
/// Tomcat makes it by its class name. It says nothing of the container and repeats nothing of the
/// request.
public final class ProblemValve extends ErrorReportValve {
  @Override
  protected void report(Request request, Response response, @Nullable Throwable cause) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    String slug = status >= 500 ? "internal-error" : "bad-request";
    String title =
        status >= 500 ? "Something went wrong on our side" : "The request is not well formed";
    byte[] body =
        """
        {"type":"/problems/%s","title":"%s","status":%d,"detail":"Check the address and the headers."}\
        """
            .formatted(slug, title, status)
            .getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/problem+json");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentLength(body.length);
    try {
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException e) {
      // The client is gone; there is nobody to tell.
    }
  }
}
