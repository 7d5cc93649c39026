package dev.sextant.gateway.routing;

import dev.sextant.gateway.Upstream;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// Where the services are. Bound from `sextant.services.*`; none of them need be up at the start.
@Validated
@ConfigurationProperties("sextant.services")
public record UpstreamSettings(
    @NotNull URI question, @NotNull URI session, @NotNull URI analytics, @NotNull URI classes) {

  /// The base URL of one service.
  public URI of(Upstream upstream) {
    return switch (upstream) {
      case QUESTION -> question;
      case SESSION -> session;
      case ANALYTICS -> analytics;
      case CLASSES -> classes;
    };
  }
}
