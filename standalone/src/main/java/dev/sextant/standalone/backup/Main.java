package dev.sextant.standalone.backup;

import java.nio.file.Path;
import java.util.List;

/// `make backup` and `make restore`, for what `./start` keeps.
public final class Main {
  private static final String HELP =
      """
      backup DATA FOLDER    copies the data of ./start, which must not run, to a folder that is not there yet
      restore FOLDER DATA   puts such a copy back; what is in DATA is kept beside it as DATA.before-restore
      """;

  private Main() {}

  public static void main(String... words) {
    try {
      System.exit(run(List.of(words)));
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static int run(List<String> words) {
    if (words.size() != 3) {
      System.err.print(HELP);
      return 2;
    }
    Path from = Path.of(words.get(1)).toAbsolutePath().normalize();
    Path to = Path.of(words.get(2)).toAbsolutePath().normalize();
    switch (words.getFirst()) {
      case "backup" -> System.out.println(Backup.take(from, to) + " files are in " + to);
      case "restore" -> {
        Restore.Done done =
            Restore.put(from, to, to.resolveSibling(to.getFileName() + ".before-restore"));
        System.out.printf(
            "%s is what it was when %s was taken.%n%d privacy requests made since then are in it;"
                + " at the next start all of them are carried out again.%n",
            to, from, done.carriedOver());
        if (!done.replaced().equals(to)) {
          System.out.println("What was there lies in " + done.replaced() + ".");
        }
      }
      default -> {
        System.err.print(HELP);
        return 2;
      }
    }
    return 0;
  }
}
