package dev.sextant.gateway;

import java.util.List;
import java.util.Optional;

/// One kind of call and the service that answers it.
///
/// The route is the unit of protection: each has its own breaker, bulkhead, time limit and body
/// limit, so that a slow dashboard never takes anything from an answer.
///
/// @param id stands in settings and metrics
/// @param method the only method it takes; empty: all, and the service says which it offers
/// @param paths path patterns: `*` is one segment, a closing `/**` is any number of them
public record Route(String id, Upstream upstream, Optional<String> method, List<String> paths) {
  public Route {
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("a route must have a path: " + id);
    }
  }

  static Route to(Upstream upstream, String id, String... paths) {
    return new Route(id, upstream, Optional.empty(), List.of(paths));
  }

  static Route only(String method, Upstream upstream, String id, String... paths) {
    return new Route(id, upstream, Optional.of(method), List.of(paths));
  }
}
