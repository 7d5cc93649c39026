package dev.sextant.gateway.docs;

import dev.sextant.gateway.Upstream;
import dev.sextant.gateway.routing.UpstreamSettings;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.Problem;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The services' own OpenAPI documents, as they look from outside: this server, public paths only.
@RestController
final class ServiceDocuments {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

  private final JsonMapper json = Json.tolerant();
  private final UpstreamSettings upstreams;
  private final RestClient http;

  ServiceDocuments(UpstreamSettings upstreams, HttpClient upstreamHttp) {
    this.upstreams = upstreams;
    var factory = new JdkClientHttpRequestFactory(upstreamHttp);
    factory.setReadTimeout(TIME_LIMIT);
    this.http = RestClient.builder().requestFactory(factory).build();
  }

  @GetMapping(path = "/api/docs/{service}.json", produces = MediaType.APPLICATION_JSON_VALUE)
  String document(@PathVariable String service) {
    URI document = upstreams.of(named(service)).resolve("/v3/api-docs");
    try {
      String reply = http.get().uri(document).retrieve().body(String.class);
      if (json.readTree(reply == null ? "" : reply) instanceof ObjectNode root) {
        return json.writeValueAsString(seenFromOutside(root));
      }
      throw away();
    } catch (RestClientException | JacksonException e) {
      throw away();
    }
  }

  private static Upstream named(String service) {
    return switch (service) {
      case "classes" -> Upstream.CLASSES;
      case "question" -> Upstream.QUESTION;
      case "session" -> Upstream.SESSION;
      case "analytics" -> Upstream.ANALYTICS;
      default -> throw Problem.notFound();
    };
  }

  private static ObjectNode seenFromOutside(ObjectNode document) {
    document.putArray("servers").addObject().put("url", "/");
    JsonNode paths = document.get("paths");
    if (paths instanceof ObjectNode map) {
      map.propertyNames().stream()
          .filter(path -> !path.startsWith("/api/") && !path.startsWith("/oauth2/"))
          .toList()
          .forEach(map::remove);
    }
    return document;
  }

  private static Problem away() {
    return new Problem(
            CommonProblem.DEPENDENCY_UNAVAILABLE, "This service is away; try again in a moment.")
        .retryAfter(Duration.ofSeconds(5));
  }
}
