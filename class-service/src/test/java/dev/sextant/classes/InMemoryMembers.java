package dev.sextant.classes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `Members` in memory, with the same promises as the real one.
public final class InMemoryMembers implements Members {
  private final Map<String, Member> members = new TreeMap<>();
  private final Map<String, String> owed = new HashMap<>();

  @Override
  public Optional<Member> find(String organisationId, String classId, String accountId) {
    return Optional.ofNullable(members.get(classId + "/" + accountId))
        .filter(member -> member.organisationId().equals(organisationId));
  }

  @Override
  public List<Member> findAll(
      String organisationId, String classId, Collection<String> accountIds) {
    return accountIds.stream()
        .flatMap(account -> find(organisationId, classId, account).stream())
        .toList();
  }

  @Override
  public List<Member> withMoreTime(String organisationId, Collection<String> accountIds) {
    return accountIds.stream()
        .flatMap(account -> of(organisationId, account).stream())
        .filter(member -> member.accommodation().lengthens())
        .toList();
  }

  @Override
  public Set<String> addAll(List<Member> added) {
    Set<String> stored = new HashSet<>();
    for (Member member : added) {
      if (members.putIfAbsent(key(member), member) == null) {
        stored.add(member.accountId());
      }
    }
    return stored;
  }

  @Override
  public List<Member> of(String organisationId, String accountId) {
    return members.values().stream()
        .filter(member -> member.organisationId().equals(organisationId))
        .filter(member -> member.accountId().equals(accountId) && member.isActive())
        .toList();
  }

  @Override
  public List<Member> list(
      String organisationId, String classId, @Nullable String after, int limit) {
    return members.values().stream()
        .filter(member -> member.organisationId().equals(organisationId))
        .filter(member -> member.classId().equals(classId) && member.isActive())
        .filter(member -> after == null || member.accountId().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public boolean add(Member member) {
    Member there = members.get(key(member));
    if (there != null && there.isActive()) {
      return false;
    }
    members.put(key(member), member);
    return true;
  }

  @Override
  public boolean changeRole(Member current, Role to, @Nullable String claim) {
    if (!current.equals(members.get(key(current)))) {
      return false;
    }
    if (current.claim() != null) {
      owed.put(key(current), current.claim());
    }
    members.put(
        key(current),
        new Member(
            current.organisationId(),
            current.classId(),
            current.accountId(),
            to,
            current.joinedAt(),
            null,
            current.accommodation(),
            claim));
    return true;
  }

  @Override
  public boolean end(Member current, Instant now, boolean owesSeat) {
    if (!current.equals(members.get(key(current)))) {
      return false;
    }
    if (owesSeat && current.claim() != null) {
      owed.put(key(current), current.claim());
    }
    members.put(
        key(current),
        new Member(
            current.organisationId(),
            current.classId(),
            current.accountId(),
            current.role(),
            current.joinedAt(),
            now,
            current.accommodation(),
            current.claim()));
    return true;
  }

  @Override
  public boolean accommodate(
      String organisationId, String classId, String accountId, Accommodation accommodation) {
    Member there = find(organisationId, classId, accountId).orElse(null);
    if (there == null || !there.isActive()) {
      return false;
    }
    members.put(
        key(there),
        new Member(
            there.organisationId(),
            there.classId(),
            there.accountId(),
            there.role(),
            there.joinedAt(),
            null,
            accommodation,
            there.claim()));
    return true;
  }

  @Override
  public void forget(String organisationId, String accountId) {
    members.replaceAll(
        (key, member) ->
            member.accountId().equals(accountId) && member.organisationId().equals(organisationId)
                ? new Member(
                    organisationId,
                    member.classId(),
                    accountId,
                    member.role(),
                    member.joinedAt(),
                    member.leftAt(),
                    Accommodation.NONE,
                    member.claim())
                : member);
  }

  @Override
  public void seatReturned(String organisationId, String classId, String accountId, String claim) {
    owed.remove(classId + "/" + accountId, claim);
  }

  @Override
  public List<OwedSeat> owedSeats(int limit) {
    List<OwedSeat> seats = new ArrayList<>();
    owed.forEach(
        (key, claim) -> {
          Member member = members.get(key);
          if (member != null) {
            seats.add(
                new OwedSeat(member.organisationId(), member.classId(), member.accountId(), claim));
          }
        });
    return seats;
  }

  private static String key(Member member) {
    return member.classId() + "/" + member.accountId();
  }
}
