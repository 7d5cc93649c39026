package dev.sextant.servicekit;

/// What a person may do at all; which objects it may do it with is each service's question.
public enum Role {
  LEARNER,
  INSTRUCTOR,
  ORG_ADMIN,
  PLATFORM_ADMIN
}
