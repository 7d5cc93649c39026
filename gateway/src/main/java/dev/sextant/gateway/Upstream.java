package dev.sextant.gateway;

/// A service behind the gateway.
public enum Upstream {
  QUESTION,
  SESSION,
  ANALYTICS,
  CLASSES
}
