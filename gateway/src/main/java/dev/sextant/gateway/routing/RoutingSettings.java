package dev.sextant.gateway.routing;

import dev.sextant.gateway.Route;
import dev.sextant.gateway.RouteTable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What each route may cost. Bound from `sextant.routing.*`; a wrong value stops the start.
///
/// @param connectTimeout to a service; the time limit of a route includes it
/// @param bodies of all routes together
/// @param defaults for routes that say nothing else
/// @param routes by route id; what is absent is as in `defaults`
@Validated
@ConfigurationProperties(prefix = "sextant.routing", ignoreUnknownFields = false)
record RoutingSettings(
    @NotNull Duration connectTimeout,
    @Valid @NotNull BodyLimits bodies,
    @Valid @NotNull Limits defaults,
    @DefaultValue Map<String, Limits> routes) {

  RoutingSettings {
    Set<String> unknown = new TreeSet<>(routes.keySet());
    unknown.removeAll(RouteTable.routes().stream().map(Route::id).collect(Collectors.toSet()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("sextant.routing.routes names no route: " + unknown);
    }
    if (defaults.timeLimit() == null
        || defaults.bodyLimit() == null
        || defaults.concurrent() == null
        || defaults.waitFor() == null) {
      throw new IllegalArgumentException("sextant.routing.defaults must be complete");
    }
  }

  /// The limits of one route, complete.
  Guarded of(Route route) {
    Limits own = routes.getOrDefault(route.id(), new Limits(null, null, null, null));
    return new Guarded(
        first(own.timeLimit(), defaults.timeLimit()),
        first(own.bodyLimit(), defaults.bodyLimit()).toBytes(),
        first(own.concurrent(), defaults.concurrent()),
        first(own.waitFor(), defaults.waitFor()));
  }

  private static <T> T first(@Nullable T own, @Nullable T otherwise) {
    if (own != null) {
      return own;
    }
    if (otherwise == null) {
      throw new IllegalStateException("the defaults are complete");
    }
    return otherwise;
  }

  /// What bodies may cost while they are read.
  ///
  /// @param atOnce bytes of all of them in memory, beyond the first 16 KB of each
  /// @param patience that each body gets
  /// @param perSecond bytes for which it gets a second more
  record BodyLimits(
      @NotNull DataSize atOnce, @NotNull Duration patience, @NotNull DataSize perSecond) {
    BodyLimits {
      if (atOnce.isNegative() || atOnce.toBytes() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("at-once must be 0 to 2 GB, was " + atOnce);
      }
      if (!patience.isPositive() || perSecond.toBytes() < 1) {
        throw new IllegalArgumentException("patience and per-second must be positive");
      }
    }
  }

  /// The limits of a route as they are set.
  ///
  /// @param timeLimit for the whole exchange; zero for streams, which have none
  /// @param bodyLimit of a request
  /// @param concurrent exchanges at once in this process
  /// @param waitFor how long a call waits for its place among them; zero to be sent away at once.
  ///   Eight times as many wait at most
  record Limits(
      @Nullable Duration timeLimit,
      @Nullable DataSize bodyLimit,
      @Nullable Integer concurrent,
      @Nullable Duration waitFor) {}

  /// The limits of a route as they hold.
  record Guarded(Duration timeLimit, long bodyBytes, int concurrent, Duration waitFor) {
    private static final int WAITING_PER_PLACE = 8;

    /// How many wait for a place at most.
    int waiting() {
      return WAITING_PER_PLACE * concurrent;
    }
  }
}
