package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.sextant.analytics.ReadPositions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Read positions in the database of the read models, so that both are lost together or not at all.
@Component
final class MongoReadPositions implements ReadPositions {
  private static final String NEXT = "next";

  private final MongoCollection<Document> positions;

  private final List<Indexed> indexed;

  MongoReadPositions(MongoDatabase database, List<Indexed> indexed) {
    this.indexed = List.copyOf(indexed);
    this.positions = database.getCollection("readPositions");
  }

  @Override
  public Map<Integer, Long> of(String topic, Collection<Integer> partitions) {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    positions.bulkWrite(
        partitions.stream()
            .map(
                partition ->
                    new UpdateOneModel<Document>(
                        eq("_id", id(topic, partition)),
                        combine(
                            setOnInsert("topic", topic),
                            setOnInsert("partition", partition),
                            setOnInsert(NEXT, 0L)),
                        new UpdateOptions().upsert(true)))
            .toList());
    Map<Integer, Long> next = new HashMap<>();
    positions
        .find(in("_id", ids(topic, partitions)))
        .forEach(d -> next.put(d.getInteger("partition"), d.getLong(NEXT)));
    return next;
  }

  @Override
  public boolean stand(String topic, Collection<Integer> partitions) {
    return positions.countDocuments(in("_id", ids(topic, partitions))) == partitions.size();
  }

  @Override
  public void restart(String topic, Collection<Integer> partitions) {
    indexed.forEach(Indexed::index);
    of(topic, partitions);
    keep(topic, partitions.stream().collect(Collectors.toMap(p -> p, p -> 0L)));
  }

  @Override
  public boolean keep(String topic, Map<Integer, Long> next) {
    List<UpdateOneModel<Document>> writes = new ArrayList<>();
    next.forEach(
        (partition, offset) ->
            writes.add(new UpdateOneModel<>(eq("_id", id(topic, partition)), set(NEXT, offset))));
    return positions.bulkWrite(writes).getMatchedCount() == next.size();
  }

  private static List<String> ids(String topic, Collection<Integer> partitions) {
    return partitions.stream().map(partition -> id(topic, partition)).toList();
  }

  private static String id(String topic, int partition) {
    return topic + "/" + partition;
  }
}
