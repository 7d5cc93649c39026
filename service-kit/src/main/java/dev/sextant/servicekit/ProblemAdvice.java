package dev.sextant.servicekit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Turns every exception into one problem document, at the edge and only here.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler(Problem.class)
  ResponseEntity<ProblemDetail> expected(Problem problem, HttpServletRequest request) {
    if (problem.type().status().is5xxServerError()) {
      LOG.atWarn().setMessage("refused").addKeyValue("problem", problem.getMessage()).log();
    }
    return reply(problem, request);
  }

  @ExceptionHandler(HttpMessageNotReadableException.class)
  ResponseEntity<ProblemDetail> unreadable(
      HttpMessageNotReadableException e, HttpServletRequest request) {
    return reply(bodyProblem(e.getCause()), request);
  }

  @ExceptionHandler(MethodArgumentNotValidException.class)
  ResponseEntity<ProblemDetail> invalid(
      MethodArgumentNotValidException e, HttpServletRequest request) {
    Problem problem = new Problem(CommonProblem.VALIDATION, "Mend the fields listed.");
    fields(problem, e.getBindingResult().getFieldErrors());
    return reply(problem, request);
  }

  @ExceptionHandler(HandlerMethodValidationException.class)
  ResponseEntity<ProblemDetail> invalidParameter(
      HandlerMethodValidationException e, HttpServletRequest request) {
    Problem problem = new Problem(CommonProblem.VALIDATION, "Mend what is listed.");
    e.getBeanResults().forEach(result -> fields(problem, result.getFieldErrors()));
    e.getValueResults()
        .forEach(
            result -> {
              String name = result.getMethodParameter().getParameterName();
              result
                  .getResolvableErrors()
                  .forEach(
                      error -> {
                        String message = error.getDefaultMessage();
                        problem.field(
                            name == null ? "" : name, message == null ? "is not allowed" : message);
                      });
            });
    return reply(problem, request);
  }

  private static void fields(Problem problem, List<FieldError> errors) {
    for (FieldError error : errors) {
      String message = error.getDefaultMessage();
      problem.field(pointer(error.getField()), message == null ? "is not allowed" : message);
    }
  }

  @ExceptionHandler(ConstraintViolationException.class)
  ResponseEntity<ProblemDetail> violated(
      ConstraintViolationException e, HttpServletRequest request) {
    Problem problem = new Problem(CommonProblem.VALIDATION, "Mend the fields listed.");
    e.getConstraintViolations()
        .forEach(v -> problem.field(pointer(v.getPropertyPath().toString()), v.getMessage()));
    return reply(problem, request);
  }

  @ExceptionHandler(TypeMismatchException.class)
  ResponseEntity<ProblemDetail> mistyped(TypeMismatchException e, HttpServletRequest request) {
    String name =
        e instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : String.valueOf(e.getPropertyName());
    Class<?> wanted = e.getRequiredType();
    String kind = wanted == null ? "value" : wanted.getSimpleName().toLowerCase(Locale.ROOT);
    return reply(Problem.invalid(name, "must be a valid " + kind), request);
  }

  @ExceptionHandler(AccessDeniedException.class)
  ResponseEntity<ProblemDetail> denied(HttpServletRequest request) {
    return reply(Problem.forbidden(), request);
  }

  @ExceptionHandler(AsyncRequestNotUsableException.class)
  void gone() {
    // The client closed the connection; there is nobody to tell.
  }

  @ExceptionHandler(Exception.class)
  ResponseEntity<ProblemDetail> anythingElse(Exception e, HttpServletRequest request) {
    if (e instanceof ErrorResponse framework && !framework.getStatusCode().is5xxServerError()) {
      ResponseEntity<ProblemDetail> reply = reply(ofStatus(framework.getStatusCode()), request);
      return ResponseEntity.status(reply.getStatusCode())
          .headers(headers(framework.getHeaders(), reply.getHeaders()))
          .body(reply.getBody());
    }
    LOG.atError().setMessage("unexpected").setCause(e).log();
    return reply(
        new Problem(
            CommonProblem.INTERNAL_ERROR,
            "Try again; if it stays, tell support the request id in X-Request-Id."),
        request);
  }

  /// The problem that fits a status the framework chose by itself.
  static Problem ofStatus(HttpStatusCode status) {
    return switch (status.value()) {
      case 401 -> new Problem(CommonProblem.UNAUTHENTICATED, "Sign in and send the token.");
      case 403 -> Problem.forbidden();
      case 404 -> Problem.notFound();
      case 405 -> new Problem(CommonProblem.METHOD_NOT_ALLOWED, "See Allow for what is.");
      case 406 -> new Problem(CommonProblem.NOT_ACCEPTABLE, "Accept application/json.");
      case 413 -> new Problem(CommonProblem.PAYLOAD_TOO_LARGE, "Send less at a time.");
      case 415 ->
          new Problem(CommonProblem.UNSUPPORTED_MEDIA_TYPE, "Send application/json, uncompressed.");
      case 503 ->
          new Problem(CommonProblem.OVERLOADED, "Try again in a moment.")
              .retryAfter(Duration.ofSeconds(2));
      default -> new Problem(CommonProblem.VALIDATION, "The request is not as this call needs it.");
    };
  }

  static ResponseEntity<ProblemDetail> reply(Problem problem, HttpServletRequest request) {
    ProblemDetail body = problem.body();
    body.setInstance(URI.create(request.getRequestURI()));
    if (problem.type().status().is5xxServerError()) {
      body.setProperty("requestId", RequestIds.of(request));
    }
    var reply = ResponseEntity.status(problem.type().status());
    reply.contentType(MediaType.APPLICATION_PROBLEM_JSON);
    Duration wait = problem.retryAfter();
    if (wait != null) {
      long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
      reply.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
    if (problem.type() == CommonProblem.UNAUTHENTICATED) {
      reply.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return reply.body(body);
  }

  private static HttpHeaders headers(HttpHeaders theirs, HttpHeaders ours) {
    HttpHeaders all = new HttpHeaders();
    all.putAll(theirs);
    ours.forEach(all::put);
    return all;
  }

  private static Problem bodyProblem(@Nullable Throwable cause) {
    return switch (cause) {
      case UnrecognizedPropertyException unknown ->
          Problem.invalid(pointer(unknown), "is not a field of this call");
      case MismatchedInputException mismatch ->
          Problem.invalid(pointer(mismatch), "is missing or has the wrong type");
      case null, default -> {
        if (cause != null && cause.getCause() instanceof Problem problem) {
          yield problem;
        }
        yield new Problem(CommonProblem.MALFORMED_JSON, "Send one well-formed JSON value.");
      }
    };
  }

  private static String pointer(JacksonException e) {
    StringBuilder pointer = new StringBuilder();
    for (JacksonException.Reference reference : e.getPath()) {
      String name = reference.getPropertyName();
      pointer.append('/').append(name != null ? name : Integer.toString(reference.getIndex()));
    }
    return pointer.toString();
  }

  private static String pointer(String path) {
    return "/" + path.replace('.', '/').replace("[", "/").replace("]", "");
  }
}
