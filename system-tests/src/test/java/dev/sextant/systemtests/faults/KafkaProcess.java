package dev.sextant.systemtests.faults;

import dev.sextant.standalone.servers.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The embedded Kafka in a process of its own, with one listener for each of the services, so that
/// each reaches it by a link of its own.
final class KafkaProcess {
  private KafkaProcess() {}

  /// @param args the data folder, the port of the tests, the controller's, then for session-service
  ///   and for analytics-service the port and the port that is announced
  public static void main(String... args) throws InterruptedException {
    int own = Integer.parseInt(args[1]);
    int controller = Integer.parseInt(args[2]);
    String listeners =
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,SESSION://127.0.0.1:%s,ANALYTICS://127.0.0.1:%s"
            .formatted(own, controller, args[3], args[5]);
    String announced =
        "PLAINTEXT://127.0.0.1:%d,SESSION://127.0.0.1:%s,ANALYTICS://127.0.0.1:%s"
            .formatted(own, args[4], args[6]);
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            Path.of(args[0]),
            own,
            controller,
            Map.of(
                "listeners",
                listeners,
                "advertised.listeners",
                announced,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SESSION:PLAINTEXT,ANALYTICS:PLAINTEXT"));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
    new CountDownLatch(1).await();
  }
}
