package dev.sextant.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisUsersTest {
  private static final RedisUsers USERS = new RedisUsers("a", "b", "c", "d");

  @Test
  void containers_are_given_the_same_users(@TempDir Path folder) throws Exception {
    var script = new ProcessBuilder("sh", "../container/redis/users");
    script
        .environment()
        .putAll(
            Map.of(
                "SEXTANT_REDIS_APP_PASSWORD", "a",
                "SEXTANT_REDIS_LOADER_PASSWORD", "b",
                "SEXTANT_REDIS_MONITOR_PASSWORD", "c",
                "SEXTANT_REDIS_GATEWAY_PASSWORD", "d"));
    String printed =
        new String(script.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(printed).isEqualTo(Files.readString(USERS.write(folder)));
  }

  @Test
  void the_file_holds_no_password_and_is_its_owners_alone(@TempDir Path folder) throws Exception {
    Path file =
        new RedisUsers("app-word", "loader-word", "monitor-word", "gateway-word").write(folder);

    assertThat(Files.readString(file)).doesNotContain("-word").doesNotContain("${");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
