package dev.sextant.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.standalone.servers.EmbeddedRedis;
import dev.sextant.standalone.servers.FreePorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import redis.clients.jedis.Jedis;

/// The floor is a floor only when its one write is made, and is durable before the reply.
class FloorIT {
  @Test
  void one_answer_is_one_write_that_is_on_the_disk(@TempDir Path data) throws Exception {
    int port = FreePorts.next();
    try (var redis = EmbeddedRedis.start(data, FreePorts.next());
        var _ =
            SpringApplication.run(
                Floor.class, "--server.port=" + port, "--redis=redis://127.0.0.1:" + redis.port());
        var http = HttpClient.newHttpClient();
        var jedis = new Jedis(redis.host(), redis.port())) {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + port + "/api/sessions/s/answers/3"))
              .header("Content-Type", "application/json")
              .PUT(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"questionId\":\"q\",\"optionId\":\"o\",\"elapsedMillis\":5}"))
              .build();

      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("{\"accepted\":true}");
      assertThat(jedis.hget("{b0}:floor:s", "a:3")).isEqualTo("q o");
      assertThat(jedis.configGet("appendfsync")).containsEntry("appendfsync", "always");
    }
  }
}
