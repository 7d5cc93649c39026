package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.EmailAddress;
import dev.sextant.classes.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Accounts in the collection `accounts`. `emailKey` is the folded address; `externalKey` is the
/// tenant and the external id, absent when there is none.
@Component
class MongoAccounts implements Accounts {
  private final MongoCollection<Document> accounts;

  MongoAccounts(Database database) {
    this.accounts = database.collection("accounts");
    accounts.createIndex(Indexes.ascending("emailKey"), new IndexOptions().unique(true));
    accounts.createIndex(
        Indexes.ascending("externalKey"), new IndexOptions().unique(true).sparse(true));
  }

  @Override
  public Optional<Account> findByEmail(EmailAddress email) {
    return first(eq("emailKey", email.folded()));
  }

  @Override
  public Optional<Account> find(@Nullable String organisationId, String accountId) {
    return first(key(organisationId, accountId));
  }

  @Override
  public Optional<String> tenantOf(String accountId) {
    Document found =
        accounts
            .find(eq("_id", accountId))
            .projection(Projections.include("organisationId"))
            .first();
    return found == null
        ? Optional.empty()
        : Optional.ofNullable(found.getString("organisationId"));
  }

  @Override
  public Optional<Account> findByExternalId(String organisationId, String externalId) {
    return first(
        and(
            eq("externalKey", externalKey(organisationId, externalId)),
            eq("organisationId", organisationId)));
  }

  @Override
  public List<Account> findAllByEmail(Collection<EmailAddress> emails) {
    return all(in("emailKey", emails.stream().map(EmailAddress::folded).toList()));
  }

  @Override
  public List<Account> findAllByExternalId(String organisationId, Collection<String> externalIds) {
    return all(
        and(
            in(
                "externalKey",
                externalIds.stream().map(id -> externalKey(organisationId, id)).toList()),
            eq("organisationId", organisationId)));
  }

  @Override
  public List<Account> findAll(String organisationId, Collection<String> accountIds) {
    return all(and(in("_id", accountIds), eq("organisationId", organisationId)));
  }

  @Override
  public boolean add(Account account) {
    return Database.insert(accounts, write(account));
  }

  @Override
  public Set<String> addAll(List<Account> added) {
    return Database.insertAll(accounts, added.stream().map(MongoAccounts::write).toList());
  }

  @Override
  public boolean describe(
      String organisationId,
      String accountId,
      String name,
      EmailAddress email,
      @Nullable String externalId) {
    Bson change =
        Updates.combine(
            Updates.set("name", name),
            Updates.set("email", email.text()),
            Updates.set("emailKey", email.folded()),
            externalId == null
                ? Updates.unset("externalKey")
                : Updates.set("externalKey", externalKey(organisationId, externalId)),
            externalId == null
                ? Updates.unset("externalId")
                : Updates.set("externalId", externalId));
    try {
      accounts.updateOne(key(organisationId, accountId), change);
      return true;
    } catch (MongoWriteException e) {
      if (Database.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void grant(String organisationId, String accountId, Role role) {
    accounts.updateOne(key(organisationId, accountId), Updates.addToSet("roles", role.name()));
  }

  @Override
  public void grantAll(String organisationId, Collection<String> accountIds, Role role) {
    accounts.updateMany(
        and(in("_id", accountIds), eq("organisationId", organisationId)),
        Updates.addToSet("roles", role.name()));
  }

  @Override
  public void changePassword(
      @Nullable String organisationId, String accountId, String passwordHash) {
    accounts.updateOne(key(organisationId, accountId), Updates.set("passwordHash", passwordHash));
  }

  @Override
  public void remove(String organisationId, String accountId) {
    accounts.deleteOne(key(organisationId, accountId));
  }

  @Override
  public boolean hasPlatformAdmin() {
    return accounts
            .find(and(eq("organisationId", null), eq("roles", Role.PLATFORM_ADMIN.name())))
            .first()
        != null;
  }

  private Optional<Account> first(Bson filter) {
    return Optional.ofNullable(accounts.find(filter).first()).map(MongoAccounts::read);
  }

  private List<Account> all(Bson filter) {
    List<Account> found = new ArrayList<>();
    accounts.find(filter).forEach(document -> found.add(read(document)));
    return found;
  }

  private static Bson key(@Nullable String organisationId, String accountId) {
    return and(eq("_id", accountId), eq("organisationId", organisationId));
  }

  private static String externalKey(String organisationId, String externalId) {
    return organisationId + "/" + externalId;
  }

  private static Document write(Account account) {
    var document =
        new Document("_id", account.id())
            .append("organisationId", account.organisationId())
            .append("email", account.email().text())
            .append("emailKey", account.email().folded())
            .append("name", account.name())
            .append("roles", account.roles().stream().map(Enum::name).sorted().toList())
            .append("passwordHash", account.passwordHash())
            .append("createdAt", Database.date(account.createdAt()));
    String tenant = account.organisationId();
    String externalId = account.externalId();
    if (tenant != null && externalId != null) {
      document
          .append("externalId", externalId)
          .append("externalKey", externalKey(tenant, externalId));
    }
    return document;
  }

  private static Account read(Document document) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    document.getList("roles", String.class).forEach(name -> roles.add(Role.valueOf(name)));
    return new Account(
        document.getString("_id"),
        document.getString("organisationId"),
        new EmailAddress(document.getString("email")),
        document.getString("name"),
        roles,
        document.getString("passwordHash"),
        document.getString("externalId"),
        Database.instant(document, "createdAt"));
  }
}
