package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  public void sent(List<Change> changes) {
    Map<String, List<Member>> together = new LinkedHashMap<>();
    for (Change change : changes) {
      switch (change) {
        case Change.OfClass(StudyClass sent, _, String mark) ->
            unmark(classes, sent.organisationId(), List.of(sent.id()), mark);
        case Change.OfMember(Member sent, String mark) ->
            together.computeIfAbsent(mark, _ -> new ArrayList<>()).add(sent);
        case Change.OfAssignment(Assignment sent, String mark) ->
            unmark(assignments, sent.organisationId(), List.of(sent.id()), mark);
      }
    }
    together.forEach((mark, sent) -> membersSent(sent, mark));
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

  /// Members of one change: a roster marks a hundred of a class alike. Who teaches is part of the
  /// class's record, so the class is marked before the members are done.
  private void membersSent(List<Member> sent, String mark) {
    String tenant = sent.getFirst().organisationId();
    List<String> ids = sent.stream().map(m -> MongoMembers.id(m.classId(), m.accountId())).toList();
    Set<String> taught = new HashSet<>();
    members
        .find(and(eq(MongoMembers.TAUGHT, true), tenant(tenant), in("_id", ids)))
        .forEach(document -> taught.add(document.getString("classId")));
    for (String classId : taught) {
      classes.updateOne(and(eq("_id", classId), tenant(tenant)), Updates.set(MARK, chance.id()));
    }
    unmark(members, tenant, ids, mark);
  }

  private void unmark(
      MongoCollection<Document> from, String organisationId, List<String> ids, String mark) {
    Bson theirs = and(tenant(organisationId), in("_id", ids));
    from.updateMany(and(exists(MARK, false), theirs), Updates.set(MARK, chance.id()));
    from.updateMany(and(eq(MARK, mark), theirs), Updates.unset(MARK));
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
