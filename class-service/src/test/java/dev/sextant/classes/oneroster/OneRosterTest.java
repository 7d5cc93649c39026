package dev.sextant.classes.oneroster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.classes.RosterRow;
import dev.sextant.classes.RosterRow.Action;
import dev.sextant.classes.oneroster.OneRoster.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneRosterTest {
  private static final long MOST = 1_000_000;

  private static final Map<String, String> VERSION_1_1 =
      Map.of(
          "manifest.csv",
          """
          propertyName,value
          manifest.version,1.0
          oneroster.version,1.1
          file.enrollments,delta
          file.users,delta
          """,
          "enrollments.csv",
          """
          sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
          e1,active,2026-09-01T00:00:00Z,c1,s1,u1,student,false,,
          e2,tobedeleted,2026-09-01T00:00:00Z,c1,s1,u2,student,false,,
          e3,active,2026-09-01T00:00:00Z,c1,s1,u9,teacher,true,,
          """,
          "users.csv",
          """
          sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
          u1,active,2026-09-01T00:00:00Z,true,s1,student,ann@example.org,,Ann,Archer,,,,,,,,
          u3,active,2026-09-01T00:00:00Z,true,s1,student,cy,,Cy,Cole,,,cy@example.org,,,,,
          u4,active,2026-09-01T00:00:00Z,false,s1,student,di,,Di,Day,,,di@example.org,,,,,
          """);

  @Test
  void the_bootcamp_is_read_with_its_teacher_and_six_learners() {
    Outcome.Read read = (Outcome.Read) read(sample("valid-bootcamp"));

    assertThat(read.replaces()).isTrue();
    assertThat(read.rows()).hasSize(7);
    assertThat(read.rows().getFirst())
        .isEqualTo(
            new RosterRow(
                2,
                Action.ENROL,
                "barbara.larsen.1@example.org",
                "Barbara Larsen",
                "INSTRUCTOR",
                "u-001",
                null));
    assertThat(read.rows().subList(1, 7)).extracting(RosterRow::role).containsOnly("LEARNER");
  }

  @Test
  void an_enrolment_of_nobody_is_named() {
    assertThat(faults(read(sample("invalid-dangling-user"))))
        .containsExactly("enrollments.csv 4 userSourcedId reference-dangling");
  }

  @Test
  void files_of_another_version_than_the_manifest_says_are_named() {
    assertThat(faults(read(sample("invalid-bad-oneroster-version"))))
        .contains(
            "manifest.csv 12 propertyName file-unknown",
            "roles.csv 0  file-unknown",
            "users.csv 1 orgSourcedIds column-missing");
  }

  @Test
  void a_delta_says_who_comes_who_goes_and_who_is_called_otherwise() {
    Outcome.Read read = (Outcome.Read) read(zip(VERSION_1_1));

    assertThat(read.replaces()).isFalse();
    assertThat(read.rows())
        .containsExactly(
            new RosterRow(2, Action.ENROL, "ann@example.org", "Ann Archer", "LEARNER", "u1", null),
            new RosterRow(3, Action.LEAVE, "", "", "LEARNER", "u2", null),
            new RosterRow(4, Action.ENROL, "", "", "INSTRUCTOR", "u9", null),
            new RosterRow(3, Action.DESCRIBE, "cy@example.org", "Cy Cole", "LEARNER", "u3", null),
            new RosterRow(4, Action.LEAVE, "di@example.org", "Di Day", "LEARNER", "u4", null));
  }

  @ParameterizedTest(name = "{3} {4} {5} {6}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          manifest.csv | oneroster.version,1.1 | oneroster.version,2.0 | manifest.csv | 3 | value | version-unknown
          manifest.csv | users,delta | users,whole | manifest.csv | 5 | value | mode-unknown
          manifest.csv | users,delta | users,absent | users.csv | 0 | '' | not-in-manifest
          manifest.csv | file.users | file.orgs | orgs.csv | 0 | '' | file-missing
          manifest.csv | file.users,delta | file.enrollments,bulk | manifest.csv | 5 | propertyName | property-twice
          enrollments.csv | classSourcedId | klassSourcedId | enrollments.csv | 1 | klassSourcedId | column-unknown
          enrollments.csv | classSourcedId | klassSourcedId | enrollments.csv | 1 | classSourcedId | column-missing
          enrollments.csv | beginDate,endDate | beginDate,beginDate | enrollments.csv | 1 | beginDate | column-twice
          enrollments.csv | u1,student | u1,pupil | enrollments.csv | 2 | role | value-unknown
          enrollments.csv | e2,tobedeleted | e2,gone | enrollments.csv | 3 | status | value-unknown
          enrollments.csv | c1,s1,u9 | c1,s1, | enrollments.csv | 4 | userSourcedId | value-missing
          enrollments.csv | e2, | e1, | enrollments.csv | 3 | sourcedId | sourced-id-twice
          enrollments.csv | e2, | e2,, | enrollments.csv | 3 | '' | columns-differ
          """)
  void a_fault_is_named_with_its_file_line_and_column(
      String in, String text, String instead, String file, int line, String column, String code) {
    Map<String, String> files = new LinkedHashMap<>(VERSION_1_1);
    files.put(
        in,
        Objects.requireNonNull(files.get(in))
            .replaceFirst(java.util.regex.Pattern.quote(text), instead));

    assertThat(faults(read(zip(files)))).contains(file + " " + line + " " + column + " " + code);
  }

  @Test
  void a_zip_that_grows_is_not_unpacked_to_its_end() {
    Map<String, String> files = new LinkedHashMap<>(VERSION_1_1);
    files.put("users.csv", "0".repeat(50_000_000));
    byte[] bomb = zip(files);

    assertThat(bomb.length).isLessThan(100_000);
    assertThat(faults(read(bomb))).containsExactly(" 0  too-large");
  }

  @Test
  void what_is_no_zip_or_holds_other_files_is_refused() {
    assertThat(faults(read(new byte[0]))).containsExactly(" 0  not-a-zip");
    assertThat(faults(read("email,name\n".getBytes(StandardCharsets.UTF_8))))
        .containsExactly(" 0  not-a-zip");
    assertThat(faults(read(zip(Map.of("../../etc/passwd", "x")))))
        .containsExactly(" 0  unknown-file");
    assertThat(faults(read(zip(Map.of("folder/users.csv", "x")))))
        .containsExactly(" 0  unknown-file");
    assertThat(faults(read(zip(Map.of("users.csv", "x")))))
        .containsExactly("manifest.csv 0  file-missing");
  }

  @Test
  void a_zip_that_was_cut_off_anywhere_is_refused() {
    byte[] whole = zip(VERSION_1_1);

    for (int length = 0; length < whole.length; length++) {
      assertThat(faults(read(java.util.Arrays.copyOf(whole, length))))
          .as("the first %d of %d bytes", length, whole.length)
          .containsExactly(" 0  not-a-zip");
    }
  }

  @Test
  void of_several_classes_one_must_be_named() {
    Map<String, String> files = new LinkedHashMap<>(VERSION_1_1);
    files.merge(
        "enrollments.csv",
        "e4,active,2026-09-01T00:00:00Z,c2,s1,u3,student,false,,\n",
        String::concat);

    assertThat(read(zip(files))).isEqualTo(new Outcome.WhichClass(List.of("c1", "c2")));
    assertThat(OneRoster.read(zip(files), "c3", MOST))
        .isEqualTo(new Outcome.WhichClass(List.of("c1", "c2")));
    assertThat(
            ((Outcome.Read) OneRoster.read(zip(files), "c2", MOST)).rows().getFirst().externalId())
        .isEqualTo("u3");
  }

  private static Outcome read(byte[] zip) {
    return OneRoster.read(zip, null, MOST);
  }

  private static List<String> faults(Outcome outcome) {
    return ((Outcome.Refused) outcome)
        .faults().stream()
            .map(f -> f.file() + " " + f.line() + " " + f.column() + " " + f.code())
            .toList();
  }

  private static byte[] sample(String name) {
    try (InputStream in = OneRosterTest.class.getResourceAsStream("/oneroster/" + name + ".zip")) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zip(Map<String, String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
