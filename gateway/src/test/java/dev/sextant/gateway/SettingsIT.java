package dev.sextant.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/// A wrong setting stops the start, with its name in the message.
class SettingsIT {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sextant.routing.routes.anwsers.time-limit=1s",
        "sextant.routing.default.time-limit=1s",
        "sextant.routing.connect-timeout=soon",
        "sextant.rate-limits.answers.burst=0",
        "sextant.rate-limits.answer.burst=5",
        "sextant.edge.header-limits=1KB",
        "sextant.services.question="
      })
  void a_wrong_setting_stops_the_start(String setting) {
    var gateway =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.SERVLET)
            .properties("logging.level.root=off");
    String prefix = setting.substring(0, setting.indexOf('.', "sextant.".length()));
    Throwable stopped = null;
    try (var context = gateway.run("--server.port=0", "--" + setting)) {
      assertThat(context.isRunning()).as("started with " + setting).isFalse();
    } catch (RuntimeException e) {
      stopped = e;
    }
    var all = new StringBuilder();
    for (Throwable at = stopped; at != null; at = at.getCause()) {
      all.append(at).append('\n');
    }
    assertThat(all.toString()).contains(prefix);
  }
}
