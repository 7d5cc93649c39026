package dev.sextant.session.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.session.redis.Keys;
import dev.sextant.session.redis.Scripted;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.testkit.Servers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.util.unit.DataSize;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

class RelayIT {
  private static final RedisClient REDIS =
      RedisClient.create(Servers.redis().host(), Servers.redis().port());

  private final String prefix = "relay-" + UUID.randomUUID() + "-";
  private final Keys keys = new Keys(prefix);
  private final KafkaTopics topics = new KafkaTopics(prefix, 12, (short) 1);
  private final List<Relay> relays = new ArrayList<>();

  @BeforeEach
  void make_the_topic() throws Exception {
    try (var admin = Admin.create(connection())) {
      admin.createTopics(List.of(topics.topic(Topics.EXAM_EVENTS, false))).all().get();
    }
  }

  @AfterEach
  void stop_relays() {
    relays.forEach(Relay::stop);
  }

  @Test
  void events_arrive_in_the_order_they_were_written_and_leave_the_outbox() throws Exception {
    write(3, "anna", 0, 700);
    write(3, "ben", 0, 700);
    write(60, "cleo", 0, 10);
    Relay relay = relay(connection());

    while (relay.pass() > 0) {
      assertThat(REDIS.xlen(keys.outbox(3))).isLessThan(1400);
    }

    Map<String, List<Integer>> seen = read(1410);
    assertThat(seen.get("anna")).isEqualTo(numbers(0, 700));
    assertThat(seen.get("ben")).isEqualTo(numbers(0, 700));
    assertThat(seen.get("cleo")).isEqualTo(numbers(0, 10));
    assertThat(REDIS.xlen(keys.outbox(3))).isZero();
    assertThat(REDIS.xlen(keys.outbox(60))).isZero();
  }

  @Test
  void a_relay_that_dies_between_acknowledgement_and_trim_leaves_only_duplicates()
      throws Exception {
    write(5, "anna", 0, 100);
    Relay dies = relay(connection());
    for (var sent : dies.send(5).sent()) {
      sent.get();
    }
    // Here it is killed: Kafka has all, the outbox still has all.
    write(5, "anna", 100, 150);
    Relay next = relay(connection());
    while (next.pass() > 0) {
      // Until nothing is left.
    }

    List<Integer> seen = seenBy("anna", 250);
    assertThat(seen).hasSize(250);
    assertThat(List.copyOf(new LinkedHashSet<>(seen))).isEqualTo(numbers(0, 150));
    assertThat(REDIS.xlen(keys.outbox(5))).isZero();
  }

  @Test
  void a_slow_relay_forgets_only_what_it_saw_acknowledged() throws Exception {
    write(6, "anna", 0, 10);
    var outbox = outbox();
    List<Outbox.Entry> early = outbox.head(6, 10);
    Relay other = relay(connection());
    other.pass();
    write(6, "anna", 10, 20);

    outbox.forget(6, early.getLast());

    assertThat(REDIS.xlen(keys.outbox(6))).isEqualTo(10);
  }

  @Test
  void two_relays_at_once_lose_nothing_and_keep_the_order() {
    start(relay(connection()));
    start(relay(connection()));
    for (int from = 0; from < 600; from += 20) {
      write(7, "anna", from, from + 20);
      write(8, "ben", from, from + 20);
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> REDIS.xlen(keys.outbox(7)) + REDIS.xlen(keys.outbox(8)) == 0);
    Map<String, List<Integer>> seen =
        readUntil(all -> distinct(all, "anna") == 600 && distinct(all, "ben") == 600);
    assertThat(List.copyOf(new LinkedHashSet<>(seen.get("anna")))).isEqualTo(numbers(0, 600));
    assertThat(List.copyOf(new LinkedHashSet<>(seen.get("ben")))).isEqualTo(numbers(0, 600));
  }

  @Test
  void the_buckets_of_a_dead_relay_are_taken_over_when_its_lease_ends() throws Exception {
    write(9, "anna", 0, 5);
    assertThat(outbox().hold(9, "dead", Duration.ofMillis(400))).isTrue();
    Relay relay = relay(connection());

    assertThat(relay.pass()).isZero();
    await().atMost(Duration.ofSeconds(10)).until(() -> relay.pass() == 5);
  }

  @Test
  void with_kafka_away_events_wait_and_their_age_shows() {
    var meters = new SimpleMeterRegistry();
    Map<String, Object> nowhere = Map.of("bootstrap.servers", "127.0.0.1:" + FreePorts.next());
    Relay relay = relay(nowhere, meters);
    write(10, "anna", 0, 5);
    start(relay);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> meters.get("sextant.outbox.size").gauge().value() == 5);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> meters.get("sextant.outbox.age").gauge().value() > 0.5);
    assertThat(REDIS.xlen(keys.outbox(10))).isEqualTo(5);
    relay.stop();

    start(relay(connection()));
    assertThat(seenBy("anna", 5)).isEqualTo(numbers(0, 5));
  }

  @Test
  void what_kafka_will_never_take_is_parked_and_those_behind_it_arrive() throws Exception {
    write(11, "anna", 0, 3);
    String large = "9".repeat(1 << 21);
    REDIS.xadd(keys.outbox(11), StreamEntryID.NEW_ENTRY, Map.of("k", "anna", "e", large));
    REDIS.xadd(keys.outbox(11), StreamEntryID.NEW_ENTRY, Map.of("other", "thing"));
    write(11, "anna", 3, 6);
    Relay relay = relay(connection());
    while (relay.pass() > 0) {
      // Until nothing is left.
    }

    assertThat(seenBy("anna", 6)).isEqualTo(numbers(0, 6));
    assertThat(REDIS.xlen(keys.outbox(11))).isZero();
    assertThat(REDIS.xrange("%s{b11}:out:dead".formatted(prefix), "-", "+"))
        .extracting(entry -> entry.getFields().get("why"))
        .satisfiesExactly(
            why -> assertThat(why).contains("RecordTooLarge"),
            why -> assertThat(why).contains("no key or no event"));
    assertThat(REDIS.xrange("%s{b11}:out:dead".formatted(prefix), "-", "+", 1))
        .singleElement()
        .satisfies(entry -> assertThat(entry.getFields()).containsEntry("e", large));
  }

  @Test
  void too_much_that_waits_stops_starts_and_so_does_another_number_of_partitions() {
    write(12, "anna", 0, 5);
    var meters = new SimpleMeterRegistry();
    OutboxWatch watch = watch(DataSize.ofBytes(100), topics, meters);
    watch.look();
    watch.lookAtTopic();
    assertThat(watch.faults()).singleElement().asString().contains("more than 0 MB");
    assertThat(meters.get("sextant.outbox.bytes").gauge().value()).isGreaterThan(100);

    OutboxWatch large = watch(DataSize.ofMegabytes(1), topics, new SimpleMeterRegistry());
    large.look();
    large.lookAtTopic();
    assertThat(large.faults()).isEmpty();

    var other = new KafkaTopics(prefix, 6, (short) 1);
    OutboxWatch wrong = watch(DataSize.ofMegabytes(1), other, new SimpleMeterRegistry());
    wrong.lookAtTopic();
    assertThat(wrong.faults()).singleElement().asString().contains("12 partitions and must have 6");
  }

  private OutboxWatch watch(DataSize limit, KafkaTopics wanted, SimpleMeterRegistry meters) {
    var where = Servers.redis();
    return new OutboxWatch(
        outbox(),
        Scripted.parking(REDIS, where.host(), where.port(), keys),
        settings(limit),
        () -> new KafkaAdmin(connection()).describeTopics(topics.name(Topics.EXAM_EVENTS)),
        wanted,
        meters);
  }

  private static OutboxSettings settings(DataSize limit) {
    return new OutboxSettings(
        true,
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        200,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        limit);
  }

  private Relay relay(Map<String, Object> connection) {
    return relay(connection, new SimpleMeterRegistry());
  }

  private Relay relay(Map<String, Object> connection, SimpleMeterRegistry meters) {
    var relay =
        new Relay(
            outbox(),
            settings(DataSize.ofMegabytes(256)),
            () -> OutboxParts.producer(connection),
            () -> {},
            topics,
            meters);
    return relay;
  }

  private Outbox outbox() {
    var where = Servers.redis();
    return new Outbox(
        REDIS,
        keys,
        Scripted.leases(REDIS, where.host(), where.port()),
        Scripted.parking(REDIS, where.host(), where.port(), keys));
  }

  private void start(Relay relay) {
    relays.add(relay);
    relay.start();
  }

  private void write(int bucket, String learner, int from, int to) {
    for (int i = from; i < to; i++) {
      REDIS.xadd(
          keys.outbox(bucket),
          StreamEntryID.NEW_ENTRY,
          Map.of("k", learner, "e", Integer.toString(i)));
    }
  }

  private List<Integer> seenBy(String learner, int count) {
    return read(count).getOrDefault(learner, List.of());
  }

  private static int distinct(Map<String, List<Integer>> seen, String learner) {
    return new LinkedHashSet<>(seen.getOrDefault(learner, List.of())).size();
  }

  private Map<String, List<Integer>> read(int count) {
    return readUntil(seen -> seen.values().stream().mapToInt(List::size).sum() >= count);
  }

  private Map<String, List<Integer>> readUntil(Predicate<Map<String, List<Integer>>> enough) {
    Map<String, Object> settings = new LinkedHashMap<>(connection());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, UUID.randomUUID().toString());
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Map<String, List<Integer>> seen = new LinkedHashMap<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topics.name(Topics.EXAM_EVENTS)));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                  String number = new String(record.value(), StandardCharsets.UTF_8);
                  seen.computeIfAbsent(record.key(), k -> new ArrayList<>())
                      .add(Integer.parseInt(number));
                }
                return enough.test(seen);
              });
    }
    return seen;
  }

  private static Map<String, Object> connection() {
    return Map.of("bootstrap.servers", Servers.kafka().bootstrapServers());
  }

  private static List<Integer> numbers(int from, int to) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      numbers.add(i);
    }
    return numbers;
  }
}
