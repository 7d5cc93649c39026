package dev.sextant.servicekit;

import java.util.List;

/// Paths of a service that need no token, as Spring path patterns. A service declares it as a bean.
public record PublicPaths(List<String> patterns) {
  public PublicPaths {
    patterns = List.copyOf(patterns);
  }
}
