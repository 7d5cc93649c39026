package dev.sextant.classes.privacy;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who holds personal data. Bound from `sextant.privacy.*`.
///
/// @param services that must answer before a request is complete, besides this one
@ConfigurationProperties("sextant.privacy")
record PrivacySettings(
    @DefaultValue({"analytics-service", "question-service", "session-service"})
        Set<String> services) {

  /// This service.
  static final String SELF = "class-service";

  PrivacySettings {
    services = Set.copyOf(services);
  }
}
