package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.Accommodation;
import dev.sextant.classes.Chance;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Memberships in the collection `members`; the id is "class id/account id".
///
/// `taught` says that the person teaches the class or did, so that the class's list of instructors
/// is published again with the membership. `owedClaim` is a seat on its way back.
@Component
class MongoMembers implements Members {
  static final String COLLECTION = "members";
  static final String TAUGHT = "taught";

  private static final String LEFT_AT = "leftAt";
  private static final String OWED = "owedClaim";
  private static final String EXTRA_TIME = "extraTimeFactor";
  private static final String BREAK_SECONDS = "breakSeconds";
  private static final String EXTRA_ATTEMPTS = "extraAttempts";

  private final MongoCollection<Document> members;
  private final Chance chance;

  MongoMembers(Database database, Chance chance) {
    this.members = database.collection(COLLECTION);
    this.chance = chance;
    members.createIndex(Indexes.ascending("accountId", "organisationId"));
    members.createIndex(Indexes.ascending("classId", "organisationId", "accountId"));
    members.createIndex(Indexes.ascending(OWED), new IndexOptions().sparse(true));
    members.createIndex(Indexes.ascending(MongoUnsent.MARK), new IndexOptions().sparse(true));
  }

  @Override
  public Optional<Member> find(String organisationId, String classId, String accountId) {
    return Optional.ofNullable(members.find(key(organisationId, classId, accountId)).first())
        .map(MongoMembers::read);
  }

  @Override
  public List<Member> findAll(
      String organisationId, String classId, Collection<String> accountIds) {
    return all(
        members.find(
            and(
                in("_id", accountIds.stream().map(account -> id(classId, account)).toList()),
                eq("organisationId", organisationId))));
  }

  @Override
  public List<Member> withMoreTime(String organisationId, Collection<String> accountIds) {
    return all(
        members.find(
            and(
                in("accountId", accountIds),
                eq("organisationId", organisationId),
                or(gt(EXTRA_TIME, 1.0), gt(BREAK_SECONDS, 0L)),
                exists(LEFT_AT, false))));
  }

  @Override
  public List<Member> of(String organisationId, String accountId) {
    return all(
        members
            .find(
                and(
                    eq("accountId", accountId),
                    eq("organisationId", organisationId),
                    exists(LEFT_AT, false)))
            .sort(Sorts.ascending("_id")));
  }

  @Override
  public List<Member> list(
      String organisationId, String classId, @Nullable String after, int limit) {
    Bson ofClass =
        and(eq("classId", classId), eq("organisationId", organisationId), exists(LEFT_AT, false));
    return all(
        members
            .find(after == null ? ofClass : and(ofClass, gt("accountId", after)))
            .sort(Sorts.ascending("accountId"))
            .limit(limit));
  }

  @Override
  public boolean add(Member member) {
    return Database.insert(members, write(member, chance.id())) || comeBack(member);
  }

  @Override
  public Set<String> addAll(List<Member> added) {
    String mark = chance.id();
    Set<String> inserted =
        Database.insertAll(members, added.stream().map(m -> write(m, mark)).toList());
    return added.stream()
        .filter(member -> inserted.contains(id(member.classId(), member.accountId())))
        .map(Member::accountId)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean changeRole(Member current, Role to, @Nullable String claim) {
    List<Bson> changes = new ArrayList<>();
    changes.add(Updates.set("role", to.name()));
    changes.add(claim == null ? Updates.unset("claim") : Updates.set("claim", claim));
    changes.add(Updates.set(TAUGHT, true));
    changes.add(Updates.set(MongoUnsent.MARK, chance.id()));
    if (current.claim() != null) {
      changes.add(Updates.set(OWED, current.claim()));
    }
    return members.updateOne(as(current), Updates.combine(changes)).getMatchedCount() == 1;
  }

  @Override
  public boolean end(Member current, Instant now, boolean owesSeat) {
    List<Bson> changes = new ArrayList<>();
    changes.add(Updates.set(LEFT_AT, Database.date(now)));
    changes.add(Updates.set(MongoUnsent.MARK, chance.id()));
    if (owesSeat && current.claim() != null) {
      changes.add(Updates.set(OWED, current.claim()));
    }
    return members.updateOne(as(current), Updates.combine(changes)).getMatchedCount() == 1;
  }

  @Override
  public boolean accommodate(
      String organisationId, String classId, String accountId, Accommodation accommodation) {
    return members
            .updateOne(
                and(key(organisationId, classId, accountId), exists(LEFT_AT, false)),
                granted(accommodation))
            .getMatchedCount()
        == 1;
  }

  @Override
  public void forget(String organisationId, String accountId) {
    members.updateMany(
        and(eq("accountId", accountId), eq("organisationId", organisationId)),
        granted(Accommodation.NONE));
  }

  @Override
  public void seatReturned(String organisationId, String classId, String accountId, String claim) {
    members.updateOne(
        and(key(organisationId, classId, accountId), eq(OWED, claim)), Updates.unset(OWED));
  }

  @Override
  public List<OwedSeat> owedSeats(int limit) {
    List<OwedSeat> owed = new ArrayList<>();
    members
        .find(exists(OWED))
        .limit(limit)
        .forEach(
            document ->
                owed.add(
                    new OwedSeat(
                        document.getString("organisationId"),
                        document.getString("classId"),
                        document.getString("accountId"),
                        document.getString(OWED))));
    return owed;
  }

  static String id(String classId, String accountId) {
    return classId + "/" + accountId;
  }

  static Member read(Document document) {
    return new Member(
        document.getString("organisationId"),
        document.getString("classId"),
        document.getString("accountId"),
        Role.valueOf(document.getString("role")),
        Database.instant(document, "joinedAt"),
        Database.instantOrNull(document, LEFT_AT),
        new Accommodation(
            document.getDouble(EXTRA_TIME),
            // Memberships of before breaks could be granted have none.
            Duration.ofSeconds(document.get(BREAK_SECONDS, 0L)),
            document.getInteger(EXTRA_ATTEMPTS)),
        document.getString("claim"));
  }

  private static Bson granted(Accommodation accommodation) {
    return Updates.combine(
        Updates.set(EXTRA_TIME, accommodation.extraTimeFactor()),
        Updates.set(BREAK_SECONDS, accommodation.breakTime().toSeconds()),
        Updates.set(EXTRA_ATTEMPTS, accommodation.extraAttempts()));
  }

  private static Document write(Member member, String mark) {
    var document =
        new Document("_id", id(member.classId(), member.accountId()))
            .append("organisationId", member.organisationId())
            .append("classId", member.classId())
            .append("accountId", member.accountId())
            .append("role", member.role().name())
            .append("joinedAt", Database.date(member.joinedAt()))
            .append(EXTRA_TIME, member.accommodation().extraTimeFactor())
            .append(BREAK_SECONDS, member.accommodation().breakTime().toSeconds())
            .append(EXTRA_ATTEMPTS, member.accommodation().extraAttempts())
            .append(MongoUnsent.MARK, mark);
    if (member.claim() != null) {
      document.append("claim", member.claim());
    }
    if (!member.isLearner()) {
      document.append(TAUGHT, true);
    }
    return document;
  }

  /// Someone who left joins again and keeps the accommodation that was granted.
  private boolean comeBack(Member member) {
    List<Bson> changes = new ArrayList<>();
    changes.add(Updates.set("role", member.role().name()));
    changes.add(Updates.set("joinedAt", Database.date(member.joinedAt())));
    changes.add(Updates.unset(LEFT_AT));
    changes.add(
        member.claim() == null ? Updates.unset("claim") : Updates.set("claim", member.claim()));
    changes.add(Updates.set(MongoUnsent.MARK, chance.id()));
    if (!member.isLearner()) {
      changes.add(Updates.set(TAUGHT, true));
    }
    return members
            .updateOne(
                and(
                    key(member.organisationId(), member.classId(), member.accountId()),
                    exists(LEFT_AT)),
                Updates.combine(changes))
            .getMatchedCount()
        == 1;
  }

  private static Bson as(Member current) {
    return and(
        key(current.organisationId(), current.classId(), current.accountId()),
        exists(LEFT_AT, false),
        eq("role", current.role().name()),
        eq("claim", current.claim()));
  }

  private static Bson key(String organisationId, String classId, String accountId) {
    return and(eq("_id", id(classId, accountId)), eq("organisationId", organisationId));
  }

  private static List<Member> all(FindIterable<Document> found) {
    List<Member> all = new ArrayList<>();
    found.forEach(document -> all.add(read(document)));
    return all;
  }
}
