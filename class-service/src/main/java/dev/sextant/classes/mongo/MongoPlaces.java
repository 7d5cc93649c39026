package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.Places;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/// Pools in the collection `places`: the number that is free, the claims that are open, and the
/// claims that were given back but not forgotten. The arrays hold what is under way, not everybody.
@Component
class MongoPlaces implements Places {
  private static final String FREE = "free";
  private static final String CLAIMS = "claims";
  private static final String RETURNED = "returned";

  private final MongoCollection<Document> places;

  MongoPlaces(Database database) {
    this.places = database.collection("places");
    places.createIndex(Indexes.ascending(CLAIMS + ".at"), new IndexOptions().sparse(true));
  }

  @Override
  public void open(Pool pool, int size) {
    Database.insert(
        places,
        new Document("_id", pool.name())
            .append("organisationId", pool.organisationId())
            .append("size", size)
            .append(FREE, size)
            .append(CLAIMS, List.of())
            .append(RETURNED, List.of()));
  }

  @Override
  public boolean claimAll(Pool pool, List<String> claims, Instant now) {
    return changed(
        and(key(pool), gte(FREE, claims.size())),
        Updates.combine(
            Updates.inc(FREE, -claims.size()),
            Updates.pushEach(
                CLAIMS,
                claims.stream()
                    .map(claim -> new Document("id", claim).append("at", Database.date(now)))
                    .toList())));
  }

  @Override
  public void settleAll(Pool pool, List<String> claims) {
    places.updateOne(key(pool), Updates.pullByFilter(eq(CLAIMS, in("id", claims))));
  }

  @Override
  public boolean resize(Pool pool, int size) {
    while (true) {
      Document found = places.find(key(pool)).first();
      if (found == null) {
        return false;
      }
      int was = found.getInteger("size");
      int more = size - was;
      if (found.getInteger(FREE) + more < 0) {
        return false;
      }
      boolean resized =
          changed(
              and(key(pool), eq("size", was), gte(FREE, -more)),
              Updates.combine(Updates.set("size", size), Updates.inc(FREE, more)));
      if (resized) {
        return true;
      }
    }
  }

  @Override
  public void release(Pool pool, String claim) {
    places.updateOne(
        and(key(pool), eq(CLAIMS + ".id", claim)),
        Updates.combine(Updates.inc(FREE, 1), Updates.pull(CLAIMS, new Document("id", claim))));
  }

  @Override
  public void giveBack(Pool pool, String claim) {
    places.updateOne(
        and(key(pool), ne(RETURNED, claim)),
        Updates.combine(Updates.inc(FREE, 1), Updates.push(RETURNED, claim)));
  }

  @Override
  public void forget(Pool pool, String claim) {
    places.updateOne(key(pool), Updates.pull(RETURNED, claim));
  }

  @Override
  public int free(Pool pool) {
    Document found = places.find(key(pool)).first();
    return found == null ? 0 : found.getInteger(FREE);
  }

  @Override
  public List<OpenClaim> openSince(Instant before, int limit) {
    List<OpenClaim> open = new ArrayList<>();
    for (Document document : places.find(lt(CLAIMS + ".at", Database.date(before))).limit(limit)) {
      open.addAll(open(document, before));
    }
    return open;
  }

  @Override
  public List<OpenClaim> openIn(Pool pool, Instant before) {
    Document found = places.find(key(pool)).first();
    return found == null ? List.of() : open(found, before);
  }

  private static List<OpenClaim> open(Document document, Instant before) {
    var pool = new Pool(document.getString("organisationId"), document.getString("_id"));
    return document.getList(CLAIMS, Document.class).stream()
        .filter(claim -> Database.instant(claim, "at").isBefore(before))
        .map(claim -> new OpenClaim(pool, claim.getString("id")))
        .toList();
  }

  private boolean changed(Bson filter, Bson change) {
    return places.updateOne(filter, change).getMatchedCount() == 1;
  }

  private static Bson key(Pool pool) {
    return and(eq("_id", pool.name()), eq("organisationId", pool.organisationId()));
  }
}
