package dev.sextant.benchmarks.floor;

import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import redis.clients.jedis.RedisClient;

/// One write, on the disk before the reply, where the application's user of Redis may write.
@RestController
class FloorController {
  private final RedisClient redis;

  FloorController(RedisClient redis) {
    this.redis = redis;
  }

  /// Keeps an answer under its session.
  @PutMapping("/api/sessions/{id}/answers/{position}")
  Map<String, Boolean> keep(
      @PathVariable String id, @PathVariable int position, @RequestBody FloorAnswer answer) {
    redis.hset("{b0}:floor:" + id, "a:" + position, answer.questionId() + ' ' + answer.optionId());
    return Map.of("accepted", true);
  }

  /// Whether it takes requests.
  @GetMapping(value = "/actuator/health/readiness", produces = MediaType.TEXT_PLAIN_VALUE)
  String ready() {
    return "UP";
  }
}
