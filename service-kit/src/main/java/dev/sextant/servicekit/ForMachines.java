package dev.sextant.servicekit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A call that machine clients may make, with any one of some scopes. Without this they may not.
///
/// For the call the client then counts as an administrator of its organisation, so that what is
/// allowed is said in one place: here.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForMachines {
  /// Makes classes, join codes, assignments and accommodations.
  String CLASSES_WRITE = "classes:write";

  /// Brings people into classes and takes them out.
  String ROSTER_WRITE = "roster:write";

  /// Reads results and mastery.
  String RESULTS_READ = "results:read";

  /// The scopes, of which one is enough.
  String[] value();
}
