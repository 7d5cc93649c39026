package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.Assignment;
import dev.sextant.classes.Chance;
import dev.sextant.classes.Member;
import dev.sextant.classes.Role;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.Unsent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/// The mark `unsent` on classes, members and assignments: a new value with every change.
@Component
class MongoUnsent implements Unsent {
  static final String MARK = "unsent";

  private static final String TURN = "class-records";

  private final MongoCollection<Document> turns;
  private final MongoCollection<Document> classes;
  private final MongoCollection<Document> members;
  private final MongoCollection<Document> assignments;
  private final Chance chance;

  MongoUnsent(Database database, Chance chance) {
    this.turns = database.collection("turns");
    this.classes = database.collection(MongoStudyClasses.COLLECTION);
    this.members = database.collection(MongoMembers.COLLECTION);
    this.assignments = database.collection(MongoAssignments.COLLECTION);
    this.chance = chance;
  }

  @Override
  public List<Change> next(int limit) {
    List<Change> changes = new ArrayList<>();
    for (Document document : classes.find(exists(MARK)).limit(limit)) {
      StudyClass changed = MongoStudyClasses.read(document);
      changes.add(new Change.OfClass(changed, instructorsOf(changed), document.getString(MARK)));
    }
    for (Document document : members.find(exists(MARK)).limit(limit)) {
      changes.add(new Change.OfMember(MongoMembers.read(document), document.getString(MARK)));
    }
    for (Document document : assignments.find(exists(MARK)).limit(limit)) {
      changes.add(
          new Change.OfAssignment(MongoAssignments.read(document), document.getString(MARK)));
    }
    return changes;
  }

  @Override
  public void sent(Change change) {
    switch (change) {
      case Change.OfClass(StudyClass sent, _, String mark) ->
          unmark(classes, and(eq("_id", sent.id()), tenant(sent.organisationId())), mark);
      case Change.OfMember(Member sent, String mark) -> memberSent(sent, mark);
      case Change.OfAssignment(Assignment sent, String mark) ->
          unmark(assignments, and(eq("_id", sent.id()), tenant(sent.organisationId())), mark);
    }
  }

  @Override
  public boolean isTurnOf(String publisher, Instant now, Duration lease) {
    try {
      turns.updateOne(
          and(eq("_id", TURN), or(eq("holder", publisher), lt("until", Database.date(now)))),
          Updates.combine(
              Updates.set("holder", publisher),
              Updates.set("until", Database.date(now.plus(lease)))),
          new UpdateOptions().upsert(true));
      return true;
    } catch (MongoWriteException e) {
      if (Database.isDuplicate(e)) {
        return false; // The turn exists and is somebody else's.
      }
      throw e;
    }
  }

  @Override
  public void all() {
    for (MongoCollection<Document> marked : List.of(classes, members, assignments)) {
      marked.updateMany(empty(), Updates.set(MARK, chance.id()));
    }
  }

  /// Who teaches is part of the class's record, so the class is marked before the member is done.
  private void memberSent(Member sent, String mark) {
    Bson key =
        and(
            eq("_id", MongoMembers.id(sent.classId(), sent.accountId())),
            tenant(sent.organisationId()));
    if (members.find(and(key, eq(MongoMembers.TAUGHT, true))).first() != null) {
      classes.updateOne(
          and(eq("_id", sent.classId()), tenant(sent.organisationId())),
          Updates.set(MARK, chance.id()));
    }
    unmark(members, key, mark);
  }

  private void unmark(MongoCollection<Document> from, Bson key, String mark) {
    boolean unchanged =
        from.updateOne(and(key, eq(MARK, mark)), Updates.unset(MARK)).getMatchedCount() == 1;
    if (!unchanged) {
      from.updateOne(key, Updates.set(MARK, chance.id()));
    }
  }

  private List<String> instructorsOf(StudyClass taught) {
    List<String> instructors = new ArrayList<>();
    members
        .find(
            and(
                eq("classId", taught.id()),
                tenant(taught.organisationId()),
                eq("role", Role.INSTRUCTOR.name()),
                exists("leftAt", false)))
        .projection(Projections.include("accountId"))
        .forEach(document -> instructors.add(document.getString("accountId")));
    instructors.sort(null);
    return instructors;
  }

  private static Bson tenant(String organisationId) {
    return eq("organisationId", organisationId);
  }
}
