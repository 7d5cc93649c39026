package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.Job;
import dev.sextant.classes.Job.RowError;
import dev.sextant.classes.Job.State;
import dev.sextant.classes.Jobs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Jobs in the collection `jobs`.
@Component
class MongoJobs implements Jobs {
  private final MongoCollection<Document> jobs;

  MongoJobs(Database database) {
    this.jobs = database.collection("jobs");
    jobs.createIndex(Indexes.ascending("state", "touchedAt"));
  }

  @Override
  public Optional<Job> find(String organisationId, String jobId) {
    return Optional.ofNullable(
            jobs.find(and(eq("_id", jobId), eq("organisationId", organisationId))).first())
        .map(MongoJobs::read);
  }

  @Override
  public void save(Job job) {
    jobs.replaceOne(
        and(eq("_id", job.id()), eq("organisationId", job.organisationId())),
        write(job),
        new ReplaceOptions().upsert(true));
  }

  @Override
  public int failAbandoned(Instant before, Instant now) {
    return (int)
        jobs.updateMany(
                and(eq("state", State.RUNNING.name()), lt("touchedAt", Database.date(before))),
                Updates.combine(
                    Updates.set("state", State.FAILED.name()),
                    Updates.set("touchedAt", Database.date(now))))
            .getModifiedCount();
  }

  private static Document write(Job job) {
    return new Document("_id", job.id())
        .append("organisationId", job.organisationId())
        .append("createdBy", job.createdBy())
        .append("state", job.state().name())
        .append("dryRun", job.dryRun())
        .append("done", job.done())
        .append("total", job.total())
        .append("changed", job.changed())
        .append("errorCount", job.errorCount())
        .append(
            "errors",
            job.errors().stream()
                .map(
                    error ->
                        new Document("line", error.line())
                            .append("column", error.column())
                            .append("code", error.code())
                            .append("message", error.message()))
                .toList())
        .append("createdAt", Database.date(job.createdAt()))
        .append("touchedAt", Database.date(job.touchedAt()));
  }

  private static Job read(Document document) {
    List<RowError> errors =
        document.getList("errors", Document.class).stream()
            .map(
                error ->
                    new RowError(
                        error.getInteger("line"),
                        error.getString("column"),
                        error.getString("code"),
                        error.getString("message")))
            .toList();
    return new Job(
        document.getString("_id"),
        document.getString("organisationId"),
        document.getString("createdBy"),
        State.valueOf(document.getString("state")),
        document.getBoolean("dryRun"),
        document.getInteger("done"),
        document.getInteger("total"),
        document.getInteger("changed"),
        errors,
        document.getInteger("errorCount"),
        Database.instant(document, "createdAt"),
        Database.instant(document, "touchedAt"));
  }
}
