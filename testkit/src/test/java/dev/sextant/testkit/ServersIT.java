package dev.sextant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

class ServersIT {
  @Test
  void kafka_answers_its_admin() throws Exception {
    Map<String, Object> settings =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, Servers.kafka().bootstrapServers());
    try (var admin = Admin.create(settings)) {
      assertThat(admin.describeCluster().nodes().get()).hasSize(1);
    }
  }

  @Test
  void redis_and_mongo_are_found_again_when_asked_twice() {
    assertThat(Servers.redis()).isEqualTo(Servers.redis());
    assertThat(Servers.mongo().connectionString()).startsWith("mongodb://");
  }
}
