package dev.sextant.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreFaultsTest {
  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "appendonly", "yes",
              "appendfsync", "always",
              "no-appendfsync-on-rewrite", "no",
              "maxmemory-policy", "noeviction",
              "min-replicas-to-write", "1",
              "maxmemory", "1000"));
  private final Map<String, String> info =
      new HashMap<>(
          Map.of("used_memory", "700", "connected_slaves", "1", "aof_last_write_status", "ok"));

  private static StoreSettings limits(int copies) {
    return new StoreSettings(
        copies, Duration.ofMillis(100), null, null, Duration.ofMinutes(1), 0.7);
  }

  @Test
  void the_store_of_record_has_no_fault() {
    assertThat(StoreFaults.of(settings, info, limits(2))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "appendonly, no",
    "appendfsync, everysec",
    "no-appendfsync-on-rewrite, yes",
    "maxmemory-policy, allkeys-lru",
    "min-replicas-to-write, 0"
  })
  void a_setting_that_could_lose_an_answer_is_named(String name, String value) {
    settings.put(name, value);

    assertThat(StoreFaults.of(settings, info, limits(2)))
        .singleElement()
        .asString()
        .contains(name + " " + value);
  }

  @Test
  void a_setting_that_is_not_told_is_a_fault() {
    settings.remove("appendfsync");

    assertThat(StoreFaults.of(settings, info, limits(1))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "used_memory, 701, 70 %",
    "connected_slaves, 0, 0 replicas",
    "aof_last_write_status, err, disk"
  })
  void a_state_that_leaves_no_room_for_answers_is_named(String name, String value, String words) {
    info.put(name, value);

    assertThat(StoreFaults.of(settings, info, limits(2)))
        .singleElement()
        .asString()
        .contains(words);
  }

  @Test
  void one_copy_needs_no_replica_and_memory_without_a_limit_has_no_share() {
    settings.put("min-replicas-to-write", "0");
    settings.put("maxmemory", "0");
    info.put("connected_slaves", "0");

    assertThat(StoreFaults.of(settings, info, limits(1))).isEmpty();
  }
}
