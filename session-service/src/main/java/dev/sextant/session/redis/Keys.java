package dev.sextant.session.redis;

import dev.sextant.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The names of the keys.
///
/// A learner's sessions lie in one of 64 buckets, and the bucket is the hash tag of every key, so
/// that whatever one script touches is in one slot of a cluster. A session id carries its bucket.
/// Neither the number of buckets nor the hash may ever change.
public final class Keys {
  /// Buckets of an installation.
  public static final int BUCKETS = 64;

  private static final Pattern ID =
      Pattern.compile("(0|[1-9][0-9]?)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final String PULSE = "pulse";

  private final String prefix;

  public Keys(String prefix) {
    this.prefix = prefix;
  }

  /// The bucket of a learner.
  public static int bucketOf(String learnerId) {
    CRC32 crc = new CRC32();
    crc.update(learnerId.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % BUCKETS);
  }

  /// The bucket that an id names; empty when it is no id of ours.
  static OptionalInt bucketOf(SessionId id) {
    Matcher matcher = ID.matcher(id.value());
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    int bucket = Integer.parseInt(matcher.group(1));
    return bucket < BUCKETS ? OptionalInt.of(bucket) : OptionalInt.empty();
  }

  /// The id of a session in the bucket of its learner.
  static SessionId id(String learnerId, String unique) {
    return new SessionId(bucketOf(learnerId) + "-" + unique);
  }

  /// The keys that all scripts about a session take, in the order of `common.lua`.
  List<String> ofSession(
      SessionId id,
      String learnerId,
      String examId,
      @Nullable String classId,
      @Nullable String assignmentId) {
    int bucket = bucketOf(learnerId);
    return List.of(
        session(bucket, id),
        events(bucket, id),
        outbox(bucket),
        due(bucket),
        live(bucket, learnerId, examId),
        seen(bucket),
        late(bucket, id),
        signals(bucket, id),
        counts(bucket),
        ofClass(bucket, SessionHash.orEmpty(classId)),
        ofAssignment(bucket, SessionHash.orEmpty(assignmentId)));
  }

  String session(int bucket, SessionId id) {
    return tag(bucket) + "s:" + id;
  }

  String events(int bucket, SessionId id) {
    return tag(bucket) + "e:" + id;
  }

  String live(int bucket, String learnerId, String examId) {
    return tag(bucket) + "live:" + learnerId + ":" + examId;
  }

  String attempts(int bucket, String learnerId, String examId) {
    return tag(bucket) + "tries:" + learnerId + ":" + examId;
  }

  String repeat(int bucket, String learnerId, String keyHash) {
    return tag(bucket) + "idem:" + learnerId + ":" + keyHash;
  }

  String first(int bucket, String learnerId) {
    return tag(bucket) + "first:" + learnerId;
  }

  String mine(int bucket, String learnerId) {
    return tag(bucket) + "mine:" + learnerId;
  }

  String seen(int bucket) {
    return tag(bucket) + "seen";
  }

  String late(int bucket, SessionId id) {
    return tag(bucket) + "late:" + id;
  }

  String signals(int bucket, SessionId id) {
    return tag(bucket) + "sig:" + id;
  }

  String ofClass(int bucket, String classId) {
    return tag(bucket) + "class:" + classId;
  }

  String ofAssignment(int bucket, String assignmentId) {
    return tag(bucket) + "assigned:" + assignmentId;
  }

  String due(int bucket) {
    return tag(bucket) + "due";
  }

  /// How many answers the bucket accepted, and how many of them were replaced.
  String counts(int bucket) {
    return tag(bucket) + "counts";
  }

  /// The stream of events that Kafka does not have yet.
  public String outbox(int bucket) {
    return tag(bucket) + "out";
  }

  /// The stream of events that Kafka will not take.
  String parked(int bucket) {
    return tag(bucket) + "out:dead";
  }

  /// Who empties the outbox.
  public String outboxLease(int bucket) {
    return tag(bucket) + "lease:out";
  }

  /// When the bucket could last be written, whether it is open, and the time that is owed in it.
  String pulse(int bucket) {
    return tag(bucket) + PULSE;
  }

  /// The pulse of the bucket that a key is of.
  static String pulseBeside(String key) {
    return key.substring(0, key.indexOf("}:") + 2) + PULSE;
  }

  /// Who rebuilds what was lost.
  public String recoveryLease() {
    return prefix + "lease:recovery";
  }

  /// Who prepares what opens soon.
  public String preparationLease() {
    return prefix + "lease:preparation";
  }

  String sweepLease() {
    return prefix + "lease:sweep";
  }

  private String tag(int bucket) {
    return prefix + "{b" + bucket + "}:";
  }
}
