package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import dev.sextant.analytics.Job;
import dev.sextant.analytics.Jobs;
import dev.sextant.servicekit.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Jobs by id. They are not derived from anything, and nothing depends on them.
@Component
final class MongoJobs implements Jobs, Indexed {
  private static final JsonMapper JSON = Json.tolerant();
  private static final int MOST = 200;

  private final MongoCollection<Document> jobs;

  MongoJobs(MongoDatabase database) {
    this.jobs = database.getCollection("jobs");
    index();
  }

  @Override
  public void index() {
    jobs.createIndex(Indexes.ascending("kind", "subject"));
  }

  @Override
  public void keep(Job job) {
    Document document = Document.parse(JSON.writeValueAsString(job)).append("_id", job.id());
    jobs.replaceOne(eq("_id", job.id()), document, new ReplaceOptions().upsert(true));
  }

  @Override
  public Optional<Job> find(String id) {
    return Optional.ofNullable(jobs.find(eq("_id", id)).first()).map(MongoJobs::read);
  }

  @Override
  public List<Job> of(String kind, String subject) {
    List<Job> found = new ArrayList<>();
    jobs.find(and(eq("kind", kind), eq("subject", subject)))
        .sort(Sorts.descending("_id"))
        .limit(MOST)
        .forEach(document -> found.add(read(document)));
    return found;
  }

  private static Job read(Document document) {
    return JSON.readValue(document.toJson(), Job.class);
  }
}
