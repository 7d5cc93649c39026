package dev.sextant.servicekit;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/// Who makes the call, as the verified access token says. A controller takes it as a parameter.
///
/// A machine client counts as an administrator of its organisation; `MachineGate` has made sure
/// that the call is one for machines and that the scope is there.
///
/// @param accountId of the person, or the id of the machine client
/// @param organisationId the tenant; null for a platform administrator
/// @param classes the classes that the holder teaches
/// @param scopes what a machine client may do; empty for people
public record Caller(
    String accountId,
    @Nullable String organisationId,
    Set<Role> roles,
    Set<String> classes,
    Set<String> scopes) {

  public Caller {
    roles = Set.copyOf(roles);
    classes = Set.copyOf(classes);
    scopes = Set.copyOf(scopes);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  public boolean teaches(String classId) {
    return classes.contains(classId);
  }

  /// The tenant of a caller that must have one.
  public String tenant() {
    if (organisationId == null) {
      throw Problem.forbidden();
    }
    return organisationId;
  }

  /// Throws a 403 unless the caller holds one of these roles.
  public void needs(Role... oneOf) {
    if (List.of(oneOf).stream().noneMatch(roles::contains)) {
      throw Problem.forbidden();
    }
  }

  /// Whether the token is a machine client's (RFC 9068, 2.2).
  static boolean isMachine(Jwt token) {
    return token.hasClaim("client_id");
  }

  static Caller of(Jwt token) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : strings(token, "roles")) {
      for (Role role : Role.values()) {
        if (role.name().equals(name)) {
          roles.add(role);
        }
      }
    }
    if (isMachine(token)) {
      roles.add(Role.ORG_ADMIN);
    }
    String scope = token.getClaimAsString("scope");
    return new Caller(
        Objects.requireNonNull(token.getSubject(), "an access token names its subject"),
        token.getClaimAsString("org"),
        roles,
        new TreeSet<>(strings(token, "classes")),
        scope == null || scope.isBlank() ? Set.of() : Set.of(scope.trim().split("\\s+")));
  }

  private static Collection<String> strings(Jwt token, String claim) {
    List<String> values = token.getClaimAsStringList(claim);
    return values == null ? List.of() : values;
  }
}
