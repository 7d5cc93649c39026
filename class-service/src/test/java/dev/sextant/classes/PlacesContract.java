package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.classes.Places.OpenClaim;
import dev.sextant.classes.Places.Pool;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every `Places` promises.
public interface PlacesContract {
  Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  Places places();

  private Pool pool(int size) {
    var pool = Pool.ofClass("school", UUID.randomUUID().toString());
    places().open(pool, size);
    return pool;
  }

  @Test
  default void what_is_claimed_is_not_free_until_released() {
    Pool pool = pool(1);

    assertThat(places().claim(pool, "a", NOON)).isTrue();
    assertThat(places().claim(pool, "b", NOON)).isFalse();
    places().release(pool, "a");
    places().release(pool, "a");
    assertThat(places().free(pool)).isEqualTo(1);
  }

  @Test
  default void what_is_settled_cannot_be_released() {
    Pool pool = pool(2);
    places().claim(pool, "a", NOON);
    places().settle(pool, "a");
    places().release(pool, "a");

    assertThat(places().free(pool)).isEqualTo(1);
  }

  @Test
  default void a_place_goes_back_once_however_often_it_is_asked() {
    Pool pool = pool(2);
    places().claim(pool, "a", NOON);
    places().settle(pool, "a");
    places().giveBack(pool, "a");
    places().giveBack(pool, "a");

    assertThat(places().free(pool)).isEqualTo(2);
    places().forget(pool, "a");
  }

  @Test
  default void opening_again_changes_nothing() {
    Pool pool = pool(2);
    places().claim(pool, "a", NOON);
    places().open(pool, 9);

    assertThat(places().free(pool)).isEqualTo(1);
  }

  @Test
  default void a_pool_of_another_organisation_is_not_there() {
    Pool pool = pool(2);
    var foreign = new Pool("another school", pool.name());

    assertThat(places().claim(foreign, "a", NOON)).isFalse();
    assertThat(places().free(foreign)).isZero();
  }

  @Test
  default void open_claims_are_found_by_their_age() {
    Pool pool = pool(3);
    String old = "old-" + UUID.randomUUID();
    places().claim(pool, old, NOON);
    places().claim(pool, "new-" + UUID.randomUUID(), NOON.plusSeconds(60));

    assertThat(places().openSince(NOON.plusSeconds(1), 1000)).contains(new OpenClaim(pool, old));
    assertThat(
            places().openSince(NOON.plusSeconds(1), 1000).stream()
                .filter(open -> open.pool().equals(pool)))
        .hasSize(1);
    assertThat(places().openSince(NOON, 1000)).doesNotContain(new OpenClaim(pool, old));
    assertThat(places().openIn(pool, NOON.plusSeconds(1)))
        .containsExactly(new OpenClaim(pool, old));
    assertThat(places().openIn(pool, NOON.plusSeconds(61))).hasSize(2);
    assertThat(places().openIn(pool(3), NOON.plusSeconds(61))).isEmpty();
  }

  @Test
  default void many_at_once_get_as_many_as_there_are() {
    Pool pool = pool(7);
    var got = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        String claim = "racer-" + i;
        threads.execute(
            () -> {
              if (places().claim(pool, claim, NOON)) {
                got.incrementAndGet();
              }
            });
      }
    }

    assertThat(got).hasValue(7);
    assertThat(places().free(pool)).isZero();
  }
}
