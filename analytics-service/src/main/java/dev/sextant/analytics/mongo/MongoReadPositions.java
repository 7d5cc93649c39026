package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import dev.sextant.analytics.ReadPositions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Read positions in the database of the read models, so that both are lost together or not at all.
@Component
final class MongoReadPositions implements ReadPositions {
  private final MongoCollection<Document> positions;

  MongoReadPositions(MongoDatabase database) {
    this.positions = database.getCollection("readPositions");
  }

  @Override
  public Map<Integer, Long> of(String topic) {
    Map<Integer, Long> next = new HashMap<>();
    positions
        .find(eq("topic", topic))
        .forEach(d -> next.put(d.getInteger("partition"), d.getLong("next")));
    return next;
  }

  @Override
  public void keep(String topic, Map<Integer, Long> next) {
    List<ReplaceOneModel<Document>> writes = new ArrayList<>();
    next.forEach(
        (partition, offset) ->
            writes.add(
                new ReplaceOneModel<>(
                    eq("_id", topic + "/" + partition),
                    new Document("_id", topic + "/" + partition)
                        .append("topic", topic)
                        .append("partition", partition)
                        .append("next", offset),
                    new ReplaceOptions().upsert(true))));
    positions.bulkWrite(writes);
  }
}
