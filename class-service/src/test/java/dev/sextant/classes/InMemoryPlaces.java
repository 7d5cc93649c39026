package dev.sextant.classes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `Places` in memory, with the same promises as the real one.
public final class InMemoryPlaces implements Places {
  private final Map<Pool, State> pools = new HashMap<>();

  @Override
  public synchronized void open(Pool pool, int size) {
    pools.putIfAbsent(pool, new State(size));
  }

  @Override
  public synchronized boolean claimAll(Pool pool, List<String> claims, Instant now) {
    State state = pools.get(pool);
    if (state == null || state.free < claims.size()) {
      return false;
    }
    state.free -= claims.size();
    claims.forEach(claim -> state.claims.put(claim, now));
    return true;
  }

  @Override
  public synchronized void settleAll(Pool pool, List<String> claims) {
    State state = pools.get(pool);
    if (state != null) {
      claims.forEach(state.claims::remove);
    }
  }

  @Override
  public synchronized boolean resize(Pool pool, int size) {
    State state = pools.get(pool);
    if (state == null || state.free + size - state.size < 0) {
      return false;
    }
    state.free += size - state.size;
    state.size = size;
    return true;
  }

  @Override
  public synchronized void release(Pool pool, String claim) {
    State state = pools.get(pool);
    if (state != null && state.claims.remove(claim) != null) {
      state.free++;
    }
  }

  @Override
  public synchronized void giveBack(Pool pool, String claim) {
    State state = pools.get(pool);
    if (state != null && state.returned.add(claim)) {
      state.free++;
    }
  }

  @Override
  public synchronized void forget(Pool pool, String claim) {
    State state = pools.get(pool);
    if (state != null) {
      state.returned.remove(claim);
    }
  }

  @Override
  public synchronized int free(Pool pool) {
    State state = pools.get(pool);
    return state == null ? 0 : state.free;
  }

  @Override
  public synchronized List<OpenClaim> openSince(Instant before, int limit) {
    List<OpenClaim> open = new ArrayList<>();
    pools.forEach(
        (pool, state) ->
            state.claims.forEach(
                (claim, at) -> {
                  if (at.isBefore(before)) {
                    open.add(new OpenClaim(pool, claim));
                  }
                }));
    return open;
  }

  @Override
  public synchronized List<OpenClaim> openIn(Pool pool, Instant before) {
    return openSince(before, Integer.MAX_VALUE).stream()
        .filter(open -> open.pool().equals(pool))
        .toList();
  }

  private static final class State {
    private int size;
    private int free;
    private final Map<String, Instant> claims = new HashMap<>();
    private final Set<String> returned = new HashSet<>();

    State(int size) {
      this.size = size;
      this.free = size;
    }
  }
}
