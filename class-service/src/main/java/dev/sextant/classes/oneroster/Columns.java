package dev.sextant.classes.oneroster;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The files and columns of OneRoster CSV 1.1 (IMS Global, 2017) and 1.2 (1EdTech, 2022) that say
/// who is in which class.
///
/// A column is written `name`, with `!` when a value must stand in it, `>file` when it refers to
/// that file's `sourcedId`, `*` after the file when it is a list, and `=a|b` when only those values
/// may stand in it. Gradebooks, resources and demographics are taken and not read: nothing here
/// needs a birth date.
final class Columns {
  private static final String BASE = "sourcedId! status=active|tobedeleted dateLastModified ";

  private static final String SESSIONS =
      BASE
          + "title! type!=gradingPeriod|semester|schoolYear|term startDate! endDate!"
          + " parentSourcedId>academicSessions schoolYear!";

  private static final String CLASSES =
      BASE
          + "title! grades courseSourcedId!>courses classCode classType!=homeroom|scheduled"
          + " location schoolSourcedId!>orgs termSourcedIds!>academicSessions* subjects"
          + " subjectCodes periods";

  private static final String COURSES =
      BASE
          + "schoolYearSourcedId>academicSessions title! courseCode grades orgSourcedId!>orgs"
          + " subjects subjectCodes";

  private static final String ENROLLMENTS =
      BASE
          + "classSourcedId!>classes schoolSourcedId!>orgs userSourcedId!>users"
          + " role!=administrator|proctor|student|teacher primary=true|false beginDate endDate";

  private static final String ORGS =
      BASE
          + "name! type!=department|school|district|local|state|national identifier"
          + " parentSourcedId>orgs";

  private static final Map<String, String> VERSION_1_1 =
      Map.of(
          "academicSessions", SESSIONS,
          "classes", CLASSES,
          "courses", COURSES,
          "enrollments", ENROLLMENTS,
          "orgs", ORGS,
          "users",
              BASE
                  + "enabledUser!=true|false orgSourcedIds!>orgs*"
                  + " role!=administrator|aide|guardian|parent|proctor|relative|student|teacher"
                  + " username! userIds givenName! familyName! middleName identifier email sms"
                  + " phone agentSourcedIds>users* grades password");

  private static final Map<String, String> VERSION_1_2 =
      Map.of(
          "academicSessions", SESSIONS,
          "classes", CLASSES,
          "courses", COURSES,
          "enrollments", ENROLLMENTS,
          "orgs", ORGS,
          "roles",
              BASE
                  + "userSourcedId!>users roleType!=primary|secondary role! beginDate endDate"
                  + " orgSourcedId!>orgs userProfileSourcedId",
          "users",
              BASE
                  + "enabledUser!=true|false username! userIds givenName! familyName! middleName"
                  + " identifier email sms phone agentSourcedIds>users* grades password"
                  + " userMasterIdentifier preferredGivenName preferredMiddleName"
                  + " preferredFamilyName primaryOrgSourcedId>orgs pronouns");

  private static final Set<String> UNREAD_1_1 =
      Set.of(
          "categories",
          "classResources",
          "courseResources",
          "demographics",
          "lineItems",
          "resources",
          "results");

  private static final Set<String> ONLY_1_2 =
      Set.of(
          "lineItemLearningObjectiveIds",
          "lineItemScoreScales",
          "resultLearningObjectiveIds",
          "resultScoreScales",
          "scoreScales",
          "userProfiles",
          "userResources");

  private final Map<String, List<Column>> read = new LinkedHashMap<>();
  private final Set<String> unread;

  private Columns(Map<String, String> files, Set<String> unread) {
    files.forEach(
        (file, columns) ->
            read.put(file, Arrays.stream(columns.split(" +")).map(Column::of).toList()));
    this.unread = unread;
  }

  /// The files of a version; null for a version that is not read here.
  static @org.jspecify.annotations.Nullable Columns of(String version) {
    return switch (version) {
      case "1.1" -> new Columns(VERSION_1_1, UNREAD_1_1);
      case "1.2" ->
          new Columns(
              VERSION_1_2,
              java.util.stream.Stream.concat(UNREAD_1_1.stream(), ONLY_1_2.stream())
                  .collect(Collectors.toSet()));
      default -> null;
    };
  }

  boolean knows(String file) {
    return read.containsKey(file) || unread.contains(file);
  }

  boolean reads(String file) {
    return read.containsKey(file);
  }

  /// The columns of a file that is read.
  List<Column> of(File file) {
    return read.getOrDefault(file.name(), List.of());
  }

  /// A file's name without `.csv`.
  record File(String name) {}

  /// @param refersTo a file's name, or empty
  /// @param values that may stand here; empty for any
  record Column(String name, boolean required, String refersTo, boolean list, Set<String> values) {
    static Column of(String text) {
      String name = text.replaceAll("[!>=].*", "");
      String rest = text.substring(name.length());
      int to = rest.indexOf('>');
      int is = rest.indexOf('=');
      return new Column(
          name,
          rest.startsWith("!"),
          to < 0 ? "" : rest.substring(to + 1).replace("*", ""),
          rest.endsWith("*"),
          is < 0 ? Set.of() : Set.of(rest.substring(is + 1).split("\\|")));
    }
  }
}
