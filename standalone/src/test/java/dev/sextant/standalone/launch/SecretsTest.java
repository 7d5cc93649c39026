package dev.sextant.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @Test
  void a_secret_is_the_same_at_the_next_start_and_only_its_owner_reads_it(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("data").resolve("secrets.properties");
    String key = new Secrets(file).key("service-key");

    assertThat(new Secrets(file).key("service-key")).isEqualTo(key).hasSizeGreaterThanOrEqualTo(32);
    assertThat(new Secrets(file).password("learner")).isNotEqualTo(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
