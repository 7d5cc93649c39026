package dev.sextant.gateway.problems;

import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/// The last resort: what the container or a filter refused or broke, as a problem document.
@Controller
final class ErrorPage implements ErrorController {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorPage.class);

  @RequestMapping("/error")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    ProblemReplies.write(problem(request), request, response);
  }

  private static Problem problem(HttpServletRequest request) {
    Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    // The container puts this page in the place of the reply when it could not read a body.
    if (failure instanceof SocketTimeoutException) {
      return GatewayProblem.tooSlow();
    }
    if (failure instanceof Throwable cause) {
      LOG.atError().setMessage("unexpected").setCause(cause).log();
      return internal();
    }
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    return switch (status) {
      case 401 -> new Problem(CommonProblem.UNAUTHENTICATED, "Sign in and send the token.");
      case 403 -> Problem.forbidden();
      case 404 -> Problem.notFound();
      case 405 -> new Problem(CommonProblem.METHOD_NOT_ALLOWED, "See Allow for what is.");
      case 413 -> new Problem(CommonProblem.PAYLOAD_TOO_LARGE, "Send less at a time.");
      case 415 -> new Problem(CommonProblem.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
      case 431 -> new Problem(GatewayProblem.HEADERS_TOO_LARGE, "Send fewer or shorter headers.");
      default -> status >= 500 ? internal() : badRequest();
    };
  }

  private static Problem internal() {
    return new Problem(
        CommonProblem.INTERNAL_ERROR,
        "Try again; if it stays, tell support the request id in X-Request-Id.");
  }

  private static Problem badRequest() {
    return new Problem(GatewayProblem.BAD_REQUEST, "Check the address and the headers.");
  }
}
