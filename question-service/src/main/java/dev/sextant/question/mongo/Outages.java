package dev.sextant.question.mongo;

import com.mongodb.MongoClientException;
import com.mongodb.MongoException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;

/// Makes an outage of the database what it is to a client: 503, try again. Never "not found".
final class Outages {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private Outages() {}

  /// The same port; calls that the database did not answer end in a problem.
  static <T> T named(Class<T> port, T adapter) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(adapter, arguments);
              } catch (InvocationTargetException e) {
                if (e.getCause() instanceof MongoException cause && isOutage(cause)) {
                  Problem problem =
                      new Problem(
                              CommonProblem.DEPENDENCY_UNAVAILABLE,
                              "The question store does not answer; try again in a moment.")
                          .retryAfter(RETRY_AFTER);
                  problem.addSuppressed(cause);
                  throw problem;
                }
                throw e.getCause();
              }
            }));
  }

  private static boolean isOutage(MongoException e) {
    return e instanceof MongoSocketException
        || e instanceof MongoClientException
        || e instanceof MongoNotPrimaryException;
  }
}
