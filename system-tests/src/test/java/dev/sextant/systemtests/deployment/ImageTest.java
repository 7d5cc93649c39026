package dev.sextant.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sextant.systemtests.Checkout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The image recipe keeps our rules, and its health check tells ready from not ready.
class ImageTest {
  private static final String FILE = Checkout.read("Dockerfile");

  @Test
  void the_dockerfile_keeps_every_rule() {
    assertThat(ImageRules.broken(FILE)).isEmpty();
  }

  static Stream<Arguments> each_rule_catches_what_breaks_it() {
    return Stream.of(
        bad("FROM eclipse-temurin:25-jre-noble", "FROM eclipse-temurin", "named with a version"),
        bad("FROM eclipse-temurin:25-jre-noble", "FROM jre:latest", "named with a version"),
        bad("temurin:25-jre-noble", "temurin:25-jdk-noble", "without a compiler"),
        bad("USER 10001:10001\n", "", "numeric user that is not root"),
        bad("USER 10001:10001", "USER root", "numeric user that is not root"),
        bad("USER 10001:10001", "USER sextant", "numeric user that is not root"),
        bad("ENTRYPOINT [\"java\", \"-jar\", \"application.jar\"]", "ENTRYPOINT java", "exec form"),
        bad("EXPOSE 8080", "CMD [\"--debug\"]", "the entry point alone"),
        bad("COPY --from=layers /banks/ ", "COPY banks/ ", "into one image only"),
        bad("-XX:MaxRAMPercentage=60", "-Xmx512m", "follow the container's memory"),
        bad("-XX:AOTCache=/app/application.aot ", "", "a cache that was made in the image"),
        bad("-XX:AOTCacheOutput=application.aot ", "", "a cache that was made in the image"),
        bad("-XX:+ExitOnOutOfMemoryError ", "", "must end the process"),
        bad("MANAGEMENT_SERVER_PORT=9090", "OTHER=9090", "a port of their own"),
        bad("SEXTANT_LEAVE_AFTER=3s ", "", "must leave before it stops"),
        bad("SEXTANT_LOG_FORMAT=ecs", "SEXTANT_LOG_FORMAT=", "must be JSON"),
        bad("COPY --chmod=0555 ", "ADD --chmod=0555 ", "never ADD"),
        bad("PORT=8080", "SEXTANT_SERVICE_KEY=0123456789", "must not be baked in"),
        bad("VOLUME [\"/tmp\", ", "VOLUME [", "/tmp must be a volume"),
        bad("HEALTHCHECK ", "# ", "must have a health check"),
        bad("extract --layers", "extract", "taken apart into layers"),
        bad("COPY --from=layers /layers/application/ ./", "", "the layer application"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void each_rule_catches_what_breaks_it(String good, String wrong, String rule) {
    assertThat(FILE).contains(good);

    assertThat(ImageRules.broken(FILE.replace(good, wrong)))
        .anySatisfy(sentence -> assertThat(sentence).contains(rule));
  }

  @Test
  void what_the_dockerfile_copies_is_there_and_reaches_the_builder() {
    assertThat(Checkout.ROOT.resolve("container/healthy")).isExecutable();
    assertThat(Checkout.read(".dockerignore").lines())
        .contains(".env", ".git", "data", "**/target")
        .doesNotContain("banks", "container");
  }

  @ParameterizedTest(name = "{0}: healthy {1}")
  @CsvSource({"200, true", "503, false", "404, false"})
  void the_health_check_tells_ready_from_not_ready(int status, boolean healthy) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash, as the image has");
    HttpServer server = server(status);
    try {
      assertThat(healthy(server.getAddress().getPort())).isEqualTo(healthy);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void the_health_check_fails_where_nothing_listens() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash, as the image has");
    HttpServer server = server(200);
    int port = server.getAddress().getPort();
    server.stop(0);

    assertThat(healthy(port)).isFalse();
  }

  private static boolean healthy(int port) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(Checkout.ROOT.resolve("container/healthy").toString());
    builder.environment().put("PORT", Integer.toString(port));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    return process.exitValue() == 0;
  }

  private static HttpServer server(int status) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/actuator/health/readiness",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Arguments bad(String good, String wrong, String rule) {
    return Arguments.of(good, wrong, rule);
  }
}
