package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.Job;
import dev.sextant.classes.Job.RowError;
import dev.sextant.classes.Job.RowReport;
import dev.sextant.classes.Job.State;
import dev.sextant.classes.Jobs;
import dev.sextant.classes.RosterRow;
import dev.sextant.classes.secrets.Seal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/// Jobs in the collection `jobs`, their rows sealed in `rosterRows`, what became of them in
/// `rosterReports`.
///
/// Rows go when the job is done, and after a week whatever happens; jobs and reports after 90 days.
@Component
class MongoJobs implements Jobs {
  private static final int DAYS_OF_ROWS = 7;
  private static final int DAYS_OF_REPORTS = 90;

  private static final String HOLDER = "holder";
  private static final String LEASE = "leaseUntil";
  private static final String TAKEN = "taken";

  private final MongoCollection<Document> jobs;
  private final MongoCollection<Document> rows;
  private final MongoCollection<Document> reports;
  private final Seal seal;

  MongoJobs(Database database, Seal seal) {
    this.jobs = database.collection("jobs");
    this.rows = database.collection("rosterRows");
    this.reports = database.collection("rosterReports");
    this.seal = seal;
    jobs.createIndex(Indexes.ascending("state", LEASE));
    expire(jobs, "createdAt", DAYS_OF_REPORTS);
    expire(rows, "createdAt", DAYS_OF_ROWS);
    expire(reports, "createdAt", DAYS_OF_REPORTS);
    rows.createIndex(Indexes.ascending("organisationId", "jobId"));
    reports.createIndex(Indexes.ascending("organisationId", "jobId"));
  }

  @Override
  public Optional<Job> find(String organisationId, String jobId) {
    return Optional.ofNullable(
            jobs.find(and(eq("_id", jobId), eq("organisationId", organisationId))).first())
        .map(MongoJobs::read);
  }

  @Override
  public void add(Job job) {
    jobs.insertOne(
        new Document("_id", job.id())
            .append("organisationId", job.organisationId())
            .append("classId", job.classId())
            .append("createdBy", job.createdBy())
            .append("dryRun", job.dryRun())
            .append("replaces", job.replaces())
            .append("createdAt", Database.date(job.createdAt()))
            .append(HOLDER, "")
            .append(LEASE, Database.date(Instant.EPOCH))
            .append(TAKEN, 0)
            .append("state", job.state().name())
            .append("done", job.done())
            .append("total", job.total())
            .append("changed", job.changed())
            .append("removed", job.removed())
            .append("errors", write(job.errors()))
            .append("errorCount", job.errorCount())
            .append("chunk", job.chunk())
            .append("touchedAt", Database.date(job.touchedAt())));
  }

  @Override
  public Optional<Job> take(String holder, int most, Instant now, Instant leaseUntil) {
    return Optional.ofNullable(
            jobs.findOneAndUpdate(
                and(unheld(now), lt(TAKEN, most)),
                Updates.combine(
                    Updates.set(HOLDER, holder),
                    Updates.set(LEASE, Database.date(leaseUntil)),
                    Updates.inc(TAKEN, 1)),
                new FindOneAndUpdateOptions()
                    .sort(Sorts.ascending("_id"))
                    .returnDocument(ReturnDocument.AFTER)))
        .map(MongoJobs::read);
  }

  @Override
  public boolean save(Job job, String holder, Instant leaseUntil) {
    return jobs.updateOne(
                held(job, holder),
                Updates.combine(
                    Updates.set(LEASE, Database.date(leaseUntil)),
                    Updates.set(TAKEN, 1),
                    Updates.set("state", job.state().name()),
                    Updates.set("done", job.done()),
                    Updates.set("changed", job.changed()),
                    Updates.set("removed", job.removed()),
                    Updates.set("errors", write(job.errors())),
                    Updates.set("errorCount", job.errorCount()),
                    Updates.set("chunk", job.chunk()),
                    Updates.set("touchedAt", Database.date(job.touchedAt()))))
            .getMatchedCount()
        == 1;
  }

  @Override
  public void letGo(Job job, String holder, Instant from) {
    jobs.updateOne(
        held(job, holder),
        Updates.combine(Updates.set(HOLDER, ""), Updates.set(LEASE, Database.date(from))));
  }

  @Override
  public int giveUp(int most, Instant now) {
    return (int)
        jobs.updateMany(
                and(unheld(now), gte(TAKEN, most)),
                Updates.combine(
                    Updates.set("state", State.FAILED.name()),
                    Updates.set("touchedAt", Database.date(now))))
            .getModifiedCount();
  }

  @Override
  public void addRows(Job job, int chunk, List<RosterRow> added) {
    var sealed = new Document("rows", added.stream().map(MongoJobs::write).toList()).toJson();
    rows.insertOne(part(job, chunk).append("sealed", seal.seal(sealed)));
  }

  @Override
  public List<RosterRow> rows(Job job, int chunk) {
    Document found = rows.find(key(job, chunk)).first();
    if (found == null) {
      return List.of();
    }
    String opened =
        seal.open(found.getString("sealed"))
            .orElseThrow(() -> new IllegalStateException("the service key was changed"));
    return Document.parse(opened).getList("rows", Document.class).stream()
        .map(MongoJobs::row)
        .toList();
  }

  @Override
  public void forgetRows(Job job) {
    rows.deleteMany(of(job));
  }

  @Override
  public void report(Job job, int chunk, List<RowReport> lines) {
    reports.replaceOne(
        key(job, chunk),
        part(job, chunk)
            .append(
                "lines",
                lines.stream()
                    .map(
                        line ->
                            new Document("line", line.line())
                                .append("externalId", line.externalId())
                                .append("outcome", line.outcome())
                                .append("column", line.column())
                                .append("code", line.code())
                                .append("message", line.message()))
                    .toList()),
        new ReplaceOptions().upsert(true));
  }

  @Override
  public long erase(String organisationId, String externalId) {
    return reports
        .updateMany(
            and(eq("organisationId", organisationId), eq("lines.externalId", externalId)),
            Updates.pull("lines", new Document("externalId", externalId)))
        .getModifiedCount();
  }

  @Override
  public List<RowReport> report(Job job) {
    List<RowReport> lines = new ArrayList<>();
    for (Document document : reports.find(of(job))) {
      for (Document line : document.getList("lines", Document.class)) {
        lines.add(
            new RowReport(
                line.getInteger("line"),
                line.getString("externalId"),
                line.getString("outcome"),
                line.getString("column"),
                line.getString("code"),
                line.getString("message")));
      }
    }
    lines.sort(Comparator.comparingInt(RowReport::line));
    return lines;
  }

  private static void expire(MongoCollection<Document> documents, String field, int days) {
    documents.createIndex(
        Indexes.ascending(field), new IndexOptions().expireAfter((long) days, TimeUnit.DAYS));
  }

  private static Bson unheld(Instant now) {
    return and(eq("state", State.RUNNING.name()), lte(LEASE, Database.date(now)));
  }

  private static Bson held(Job job, String holder) {
    return and(eq("_id", job.id()), eq("organisationId", job.organisationId()), eq(HOLDER, holder));
  }

  private static Bson of(Job job) {
    return and(eq("organisationId", job.organisationId()), eq("jobId", job.id()));
  }

  private static Bson key(Job job, int chunk) {
    return and(eq("_id", job.id() + "/" + chunk), eq("organisationId", job.organisationId()));
  }

  private static Document part(Job job, int chunk) {
    return new Document("_id", job.id() + "/" + chunk)
        .append("organisationId", job.organisationId())
        .append("jobId", job.id())
        .append("createdAt", Database.date(job.createdAt()));
  }

  private static Document write(RosterRow row) {
    return new Document("line", row.line())
        .append("action", row.action().name())
        .append("email", row.email())
        .append("name", row.name())
        .append("role", row.role())
        .append("externalId", row.externalId())
        .append("password", row.password());
  }

  private static RosterRow row(Document row) {
    return new RosterRow(
        row.getInteger("line"),
        RosterRow.Action.valueOf(row.getString("action")),
        row.getString("email"),
        row.getString("name"),
        row.getString("role"),
        row.getString("externalId"),
        row.getString("password"));
  }

  private static List<Document> write(List<RowError> errors) {
    return errors.stream()
        .map(
            error ->
                new Document("line", error.line())
                    .append("column", error.column())
                    .append("code", error.code())
                    .append("message", error.message()))
        .toList();
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
        document.getString("classId"),
        document.getString("createdBy"),
        State.valueOf(document.getString("state")),
        document.getBoolean("dryRun"),
        document.getBoolean("replaces"),
        document.getInteger("done"),
        document.getInteger("total"),
        document.getInteger("changed"),
        document.getInteger("removed"),
        errors,
        document.getInteger("errorCount"),
        document.getInteger("chunk"),
        Database.instant(document, "createdAt"),
        Database.instant(document, "touchedAt"));
  }
}
