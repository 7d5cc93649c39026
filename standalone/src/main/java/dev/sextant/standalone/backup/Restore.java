package dev.sextant.standalone.backup;

import dev.sextant.standalone.servers.EmbeddedKafka;
import dev.sextant.standalone.servers.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Puts a backup back, and sees to it that who was erased stays erased.
///
/// Requests that reached the topic `privacy` after the backup was taken are carried over from the
/// data that it replaces; and every service reads that topic from its beginning at its next start.
/// What it replaces is kept beside it until somebody deletes it.
public final class Restore {
  private static final String PRIVACY = "privacy";
  private static final String PRIVACY_GROUPS = "-privacy";
  private static final Duration QUIET = Duration.ofMillis(500);

  private Restore() {}

  /// What was done.
  ///
  /// @param carriedOver requests of the topic `privacy` that the backup did not have
  /// @param replaced where the data of before lies; `data` itself when there was none
  public record Done(int carriedOver, Path replaced) {}

  /// Makes `data` what it was when `copy` was taken.
  ///
  /// @param kept where the data of now is moved to
  /// @throws IllegalStateException when the installation runs or the copy is not whole; nothing is
  ///   changed then
  public static Done put(Path copy, Path data, Path kept) {
    Backup.mustStand(data);
    Backup.mustBeWhole(copy);
    if (Files.exists(kept)) {
      throw new IllegalStateException(kept + " is there already: name a folder that is not");
    }
    try {
      Path coming = data.resolveSibling(data.getFileName() + ".restoring");
      Backup.delete(coming);
      Files.createDirectories(coming);
      for (String part : Backup.PARTS) {
        Backup.copy(copy.resolve(part), coming.resolve(part));
      }
      boolean replaces = Files.isDirectory(data.resolve("kafka"));
      int carriedOver =
          readAgain(
              coming.resolve("kafka"), replaces ? requests(data.resolve("kafka")) : List.of());
      if (Files.exists(data)) {
        Files.move(data, kept, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(coming, data, StandardCopyOption.ATOMIC_MOVE);
      return new Done(carriedOver, Files.exists(kept) ? kept : data);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot restore " + copy + " to " + data, e);
    }
  }

  /// As it stands in the topic: two that are equal are one request that was sent twice.
  private record Request(String account, String json) {}

  private static List<Request> requests(Path kafka) {
    try (var broker = EmbeddedKafka.start(kafka, FreePorts.next(), FreePorts.next())) {
      return requests(broker);
    }
  }

  /// Adds the requests that are not there, and makes every service read all of them again.
  private static int readAgain(Path kafka, List<Request> requests) {
    try (var broker = EmbeddedKafka.start(kafka, FreePorts.next(), FreePorts.next());
        var admin =
            Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
      Set<Request> known = new HashSet<>(requests(broker));
      List<Request> missing = requests.stream().filter(known::add).toList();
      send(broker, missing);
      admin.deleteConsumerGroups(privacyGroups(admin)).all().get();
      return missing.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not do what a restore needs", e.getCause());
    }
  }

  private static Collection<String> privacyGroups(Admin admin)
      throws ExecutionException, InterruptedException {
    return admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
        .map(GroupListing::groupId)
        .filter(group -> group.endsWith(PRIVACY_GROUPS))
        .toList();
  }

  private static void send(EmbeddedKafka broker, List<Request> missing)
      throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      for (Request request : missing) {
        producer.send(new ProducerRecord<>(PRIVACY, request.account(), request.json())).get();
      }
    }
  }

  private static List<Request> requests(EmbeddedKafka broker) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", broker.bootstrapServers(),
                "allow.auto.create.topics", false,
                "enable.auto.commit", false),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> all =
          consumer.listTopics().getOrDefault(PRIVACY, List.of()).stream()
              .map(partition -> new TopicPartition(PRIVACY, partition.partition()))
              .toList();
      if (all.isEmpty()) {
        return List.of();
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      List<Request> requests = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, String> record : consumer.poll(QUIET)) {
          requests.add(new Request(record.key(), record.value()));
        }
      }
      return requests;
    }
  }
}
