package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import dev.sextant.analytics.repairs.RepairRuns;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Runs of repairs beside what they wrote, so that both are lost together or not at all.
@Component
final class MongoRepairRuns implements RepairRuns {
  private static final String DONE = "done";
  private static final String BY = "by";
  private static final String UNTIL = "until";

  private final MongoCollection<Document> runs;

  MongoRepairRuns(MongoDatabase database) {
    this.runs = database.getCollection("repairRuns");
  }

  @Override
  public boolean take(String run, String instance, Instant now, Instant until) {
    try {
      runs.updateOne(
          and(eq("_id", run), ne(DONE, true), or(eq(BY, instance), lt(UNTIL, Date.from(now)))),
          combine(set(BY, instance), set(UNTIL, Date.from(until))),
          new UpdateOptions().upsert(true));
      return true;
    } catch (MongoWriteException e) {
      // It is there and did not match.
      if (ErrorCategory.fromErrorCode(e.getCode()) == ErrorCategory.DUPLICATE_KEY) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void done(String run) {
    runs.updateOne(eq("_id", run), set(DONE, true), new UpdateOptions().upsert(true));
  }

  @Override
  public Set<String> done(Collection<String> asked) {
    Set<String> done = new HashSet<>();
    runs.find(and(in("_id", asked), eq(DONE, true))).forEach(d -> done.add(d.getString("_id")));
    return done;
  }
}
