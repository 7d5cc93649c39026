package dev.sextant.analytics.mongo;

/// A collection with indexes: a database that was lost gets them again before it is filled.
interface Indexed {
  /// Makes the indexes that are not there.
  void index();
}
