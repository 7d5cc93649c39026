package dev.sextant.analytics.xapi;

import dev.sextant.analytics.Unavailable;
import dev.sextant.servicekit.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Sends statements to the endpoint and returns when they are kept there.
///
/// What is refused for good is halved until the statement stands alone, and that one is left out:
/// one that the endpoint does not take must not keep all others from it. Everything else that goes
/// wrong, a wrong password among it, is an outage, and is tried again.
@Component
public final class LearningRecordStore {
  private static final Logger LOG = LoggerFactory.getLogger(LearningRecordStore.class);
  private static final JsonMapper JSON = Json.tolerant();
  private static final int MOST_AT_ONCE = 100;
  private static final int BAD_REQUEST = 400;
  private static final int CONFLICT = 409;
  private static final int TOO_LARGE = 413;

  private final XapiSettings settings;
  private final HttpClient http;
  private final Counter sent;
  private final Counter refused;
  private final Counter failures;

  LearningRecordStore(XapiSettings settings, MeterRegistry registry) {
    this.settings = settings;
    this.http = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
    // Statements that the endpoint keeps, repeats among them.
    this.sent = registry.counter("sextant.xapi.sent");
    // Statements that the endpoint does not take. Alert on any.
    this.refused = registry.counter("sextant.xapi.refused");
    // Calls that failed and are tried again. Alert when it grows for ten minutes.
    this.failures = registry.counter("sextant.xapi.failures");
  }

  /// Sends them all.
  ///
  /// @throws Unavailable when the endpoint does not keep them now
  public void send(List<Map<String, Object>> statements) {
    for (int from = 0; from < statements.size(); from += MOST_AT_ONCE) {
      offer(statements.subList(from, Math.min(statements.size(), from + MOST_AT_ONCE)));
    }
  }

  private void offer(List<Map<String, Object>> some) {
    int status = post(some);
    if (status / 100 == 2) {
      sent.increment(some.size());
    } else if (status != BAD_REQUEST && status != CONFLICT && status != TOO_LARGE) {
      throw away(new IOException("status " + status));
    } else if (some.size() > 1) {
      offer(some.subList(0, some.size() / 2));
      offer(some.subList(some.size() / 2, some.size()));
    } else if (status == CONFLICT) {
      // It has this id already: what came first stands.
      sent.increment();
    } else {
      refused.increment();
      LOG.atError()
          .setMessage("statement refused")
          .addKeyValue("statement", some.getFirst().get("id"))
          .addKeyValue("status", status)
          .log();
    }
  }

  private int post(List<Map<String, Object>> some) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(settings.endpoint().replaceAll("/+$", "") + "/statements"))
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("X-Experience-API-Version", "1.0.3")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(some)));
    if (!settings.user().isEmpty()) {
      byte[] credentials =
          (settings.user() + ":" + settings.password()).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }
    try {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the learning record store", e);
    }
  }

  private Unavailable away(IOException why) {
    failures.increment();
    LOG.atWarn()
        .setMessage("learning records not kept yet")
        .addKeyValue("why", why.getMessage())
        .log();
    return new Unavailable("the learning record store", why);
  }
}
