package dev.sextant.classes;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All accounts. An e-mail address, folded, names at most one in the whole installation.
public interface Accounts {
  /// The account of an address. Has no tenant because sign-in does not know it yet.
  Optional<Account> findByEmail(EmailAddress email);

  /// @param organisationId null for platform administrators
  Optional<Account> find(@Nullable String organisationId, String accountId);

  /// The organisation of an account. Has no tenant: services ask with the id from a verified token.
  Optional<String> tenantOf(String accountId);

  Optional<Account> findByExternalId(String organisationId, String externalId);

  /// The accounts of some addresses, in no order. Has no tenant, as `findByEmail`.
  List<Account> findAllByEmail(Collection<EmailAddress> emails);

  /// The accounts with some external ids, in no order.
  List<Account> findAllByExternalId(String organisationId, Collection<String> externalIds);

  /// Those of the accounts that exist in the organisation, in no order.
  List<Account> findAll(String organisationId, Collection<String> accountIds);

  /// Stores a new account; false when its e-mail address or external id is taken.
  boolean add(Account account);

  /// Stores new accounts; gives the ids of those whose address and external id were free.
  Set<String> addAll(List<Account> accounts);

  /// Changes name, address and external id; false when the address or external id is taken.
  boolean describe(
      String organisationId,
      String accountId,
      String name,
      EmailAddress email,
      @Nullable String externalId);

  void grant(String organisationId, String accountId, Role role);

  void grantAll(String organisationId, Collection<String> accountIds, Role role);

  void changePassword(@Nullable String organisationId, String accountId, String passwordHash);

  /// Forgets an account.
  void remove(String organisationId, String accountId);

  /// Whether the installation has someone who can make organisations.
  boolean hasPlatformAdmin();
}
