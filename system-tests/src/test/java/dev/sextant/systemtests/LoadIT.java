package dev.sextant.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The load driver in small, as a process of its own: what it says of the system is so. Nothing is
/// timed here; `make load` measures.
class LoadIT {
  @Test
  void a_small_cohort_is_accepted_compared_and_balanced_without_an_error() throws Exception {
    var system = RunningSystem.get();
    String said =
        drive(
            "--learners 6 --within PT1S --think PT0.2S --for PT6S --dashboards 1",
            system.password("platform-admin"));

    assertThat(said)
        .contains("errors       0", "6 sessions compared, errors so far 0")
        .containsPattern("shown +[1-9]")
        .containsPattern("dashboards heard [1-9]\\d* changes")
        .containsPattern("conservation: [1-9]\\d* answers acknowledged")
        .contains("every acknowledged answer is counted once, and nothing failed");
  }

  private static String drive(String cohort, String adminPassword) throws Exception {
    var system = RunningSystem.get();
    Path target = RunningSystem.home().resolve("benchmarks/target");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                "dev.sextant.benchmarks.load.Load",
                "--gateway",
                system.gateway().toString(),
                "--code",
                system.joinCode(),
                "--instructor",
                "ana@demo.example:" + system.password("instructor"),
                "--admin",
                "admin@sextant.example:" + adminPassword,
                "--process",
                "this=" + ProcessHandle.current().pid()));
    command.addAll(List.of(cohort.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
