package dev.sextant.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The gateway.
@SpringBootApplication
@ConfigurationPropertiesScan
public class Application {
  /// Starts the gateway.
  public static void main(String[] arguments) {
    // Idle connections are given up before the services (20 s) do it, so that no write meets a
    // connection that is just being closed. The JDK reads this once; its default is 30 s.
    if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
      System.setProperty("jdk.httpclient.keepalive.timeout", "15");
    }
    SpringApplication.run(Application.class, arguments);
  }
}
