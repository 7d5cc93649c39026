package dev.sextant.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
  @Test
  void a_jar_that_is_no_service_is_told_in_a_sentence_and_leaves_nothing(@TempDir Path folder)
      throws IOException {
    Path jar = folder.resolve("gateway-1.0.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("nothing"));
      out.closeEntry();
    }
    Path older = Files.createDirectory(folder.resolve("start-older"));

    assertThatThrownBy(() -> StartCache.of(jar, true))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining("build it again");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(jar).doesNotContain(older);
    }
  }
}
