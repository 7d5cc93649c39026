package dev.sextant.servicekit;

import java.util.List;
import java.util.Map;

/// What a service holds of people. A service that holds anything offers it as a bean, and is then
/// asked when a person's data are to be exported or erased.
public interface PersonalData {
  /// All that the service holds of a person, by what it is, in a form that becomes JSON.
  Map<String, List<?>> export(String organisationId, String accountId);

  /// Removes or makes nameless what the service holds of a person, and says how many of what. A
  /// second time finds nothing.
  Map<String, Long> erase(String organisationId, String accountId);
}
