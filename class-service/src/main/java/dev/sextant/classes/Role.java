package dev.sextant.classes;

/// What an account may do at all. In a class only the first two can be held.
public enum Role {
  LEARNER,
  INSTRUCTOR,
  ORG_ADMIN,
  PLATFORM_ADMIN
}
