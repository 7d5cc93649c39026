package dev.sextant.analytics.xapi;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where learning events are exported to. Bound from `sextant.analytics.xapi.*`.
///
/// @param endpoint of the learning record store, to which `/statements` is added; empty for none
/// @param user and `password` of HTTP Basic; an empty user sends none
/// @param organisations whose sessions are exported, by id; `*` for all
/// @param home the address under which activities and accounts are named; it should not change
/// @param timeout of one call
/// @param backOff wait after a failed call; doubled up to `longestBackOff`
@Validated
@ConfigurationProperties("sextant.analytics.xapi")
public record XapiSettings(
    @DefaultValue("") String endpoint,
    @DefaultValue("") String user,
    @DefaultValue("") String password,
    @DefaultValue({}) Set<String> organisations,
    @DefaultValue("http://localhost:8080") @NotNull URI home,
    @DefaultValue("10s") @NotNull Duration timeout,
    @DefaultValue("1s") @NotNull Duration backOff,
    @DefaultValue("1m") @NotNull Duration longestBackOff) {

  public XapiSettings {
    organisations = Set.copyOf(organisations);
    if (!endpoint.isEmpty() && organisations.isEmpty()) {
      throw new IllegalArgumentException(
          "sextant.analytics.xapi.organisations must name whose sessions go to the endpoint");
    }
  }

  /// Whether anything is exported.
  public boolean isOn() {
    return !endpoint.isEmpty();
  }

  /// Whether this organisation's sessions are.
  public boolean exports(String organisationId) {
    return organisations.contains("*") || organisations.contains(organisationId);
  }
}
