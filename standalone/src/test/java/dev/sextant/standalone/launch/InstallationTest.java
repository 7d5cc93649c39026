package dev.sextant.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.standalone.servers.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  @Test
  void a_port_in_use_is_said_in_one_sentence_and_nothing_is_started(@TempDir Path folder)
      throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      var options = new Options(folder, folder.resolve("data"), port, 0, false, false);
      try (var installation = new Installation(options, line -> {})) {
        assertThatThrownBy(installation::start)
            .isInstanceOf(Trouble.class)
            .hasMessage(
                "Port %d is in use: stop what uses it, or take other ports with ./start --port %d."
                    .formatted(port, port + 100));
        assertThat(installation.runs()).isFalse();
      }
    }
  }

  @Test
  void a_checkout_that_is_not_built_is_said_in_one_sentence(@TempDir Path folder) {
    var options = new Options(folder, folder.resolve("data"), FreePorts.next(), 0, false, false);

    assertThatThrownBy(() -> Service.startCache(options, "gateway"))
        .isInstanceOf(Trouble.class)
        .hasMessage("gateway is not built: run ./start, which builds it.");
  }
}
