package dev.sextant.analytics.web;

import com.mongodb.MongoException;
import dev.sextant.analytics.Unavailable;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// An outage is said to be one: never "not found", never a fault of the caller.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class OutageAdvice {
  @ExceptionHandler({Unavailable.class, MongoException.class})
  ResponseEntity<ProblemDetail> away(HttpServletRequest request) {
    return new Problem(CommonProblem.DEPENDENCY_UNAVAILABLE, "Try again in a moment.")
        .retryAfter(Duration.ofSeconds(2))
        .reply(request);
  }
}
