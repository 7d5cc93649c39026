package dev.sextant.standalone.launch;

import dev.sextant.standalone.demo.Api;
import dev.sextant.standalone.demo.Cohort;
import dev.sextant.standalone.demo.DemoClass;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// `./start`: the whole system on one machine, until Ctrl-C.
public final class Main {
  static final String PLATFORM_ADMIN = "admin@sextant.example";

  private Main() {}

  /// @param args see `Options.HELP`; the system property `sextant.home` names the checkout
  public static void main(String... args) {
    System.exit(run(args));
  }

  private static int run(String... args) {
    if (java.util.List.of(args).contains("--help")) {
      System.out.print(Options.HELP);
      return 0;
    }
    var stopped = new CountDownLatch(1);
    Installation installation = null;
    try {
      var options =
          Options.of(Path.of(System.getProperty("sextant.home", ".")).toAbsolutePath(), args);
      System.out.println("Sextant starts; everything is kept in " + options.data());
      installation = new Installation(options, System.out::println);
      var running = installation;
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    boolean runs = running.runs();
                    if (runs) {
                      System.out.println("\nStopping …");
                    }
                    running.close();
                    if (runs) {
                      System.out.println("Stopped. Nothing is lost; ./start finds it all again.");
                    }
                    stopped.countDown();
                  }));
      installation.start();
      DemoClass demo =
          DemoClass.prepare(
              new Api(installation.gateway()), PLATFORM_ADMIN, installation.secrets()::password);
      printTable(installation, demo);
      if (options.learners() > 0) {
        boolean good =
            new Cohort(
                    installation.gateway(),
                    demo,
                    options.home().resolve("banks/ml-interview"),
                    options.learners())
                .run(System.out);
        if (options.exit()) {
          return good ? 0 : 1;
        }
      } else if (options.exit()) {
        return 0;
      }
      System.out.println("\nCtrl-C stops everything.");
      stopped.await();
      return 0;
    } catch (Trouble e) {
      System.err.println("\n" + e.getMessage());
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void printTable(Installation installation, DemoClass demo) {
    var secrets = installation.secrets();
    String line = "  %-16s %-34s %s%n";
    System.out.println("\nSextant is ready.\n");
    System.out.printf(line, "page", installation.gateway() + "/", "");
    System.out.printf(line, "API", installation.gateway() + "/api/docs", "");
    System.out.println();
    System.out.printf(line, "account", "e-mail", "password");
    System.out.printf(line, "platform admin", PLATFORM_ADMIN, secrets.password("platform-admin"));
    for (DemoClass.Person person : demo.people()) {
      System.out.printf(line, person.role(), person.email(), person.password());
    }
    System.out.printf("%n  class “%s”, join code %s%n", demo.title(), demo.joinCode());
  }
}
