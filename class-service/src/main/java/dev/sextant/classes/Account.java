package dev.sextant.classes;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A person who can sign in, in one organisation.
///
/// Does not hold the role of instructor: that follows from the classes taught, see `Members`.
///
/// @param organisationId the tenant; null for a platform administrator
/// @param passwordHash in PHC string form; null until the person has chosen a password
/// @param externalId how the organisation's own systems call the person; unique within it
public record Account(
    String id,
    @Nullable String organisationId,
    EmailAddress email,
    String name,
    Set<Role> roles,
    @Nullable String passwordHash,
    @Nullable String externalId,
    Instant createdAt) {

  public Account {
    roles = Set.copyOf(roles);
    if (roles.contains(Role.PLATFORM_ADMIN) != (organisationId == null)) {
      throw new IllegalArgumentException(
          "an account belongs to an organisation unless it is a platform administrator's");
    }
  }

  /// The roles with that of instructor, if the person teaches a class now.
  public Set<Role> roles(Set<String> classesTaught) {
    EnumSet<Role> all = EnumSet.noneOf(Role.class);
    all.addAll(roles);
    if (!classesTaught.isEmpty()) {
      all.add(Role.INSTRUCTOR);
    }
    return Set.copyOf(all);
  }
}
