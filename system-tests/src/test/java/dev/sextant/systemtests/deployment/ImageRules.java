package dev.sextant.systemtests.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What must hold for the Dockerfile. Each broken rule gives one sentence.
final class ImageRules {
  private static final Pattern FROM = Pattern.compile("FROM (?<base>\\S+)(?: AS (?<stage>\\S+))?");

  private ImageRules() {}

  /// The rules that this file breaks.
  static List<String> broken(String dockerfile) {
    List<String> lines = instructions(dockerfile);
    int last = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("FROM ")) {
        last = i;
      }
    }
    List<String> image = lines.subList(Math.max(last, 0), lines.size());
    var broken = new ArrayList<String>();
    var stages = new ArrayList<String>();
    for (String from : starting(lines, "FROM ")) {
      var words = FROM.matcher(from);
      String base = words.matches() ? words.group("base") : "";
      boolean versioned = base.matches(".+:\\S+") && !base.endsWith(":latest");
      if (!versioned && !stages.contains(base)) {
        broken.add("a base image must be named with a version: " + from);
      }
      if (words.matches() && words.group("stage") != null) {
        stages.add(words.group("stage"));
      }
    }
    if (image.isEmpty() || !image.getFirst().contains("-jre")) {
      broken.add("the image must be built on a runtime, without a compiler");
    }
    List<String> users = starting(image, "USER ");
    if (users.size() != 1 || !users.getFirst().matches("USER [1-9]\\d*:[1-9]\\d*")) {
      broken.add("the image must run as one numeric user that is not root");
    }
    List<String> entries = starting(image, "ENTRYPOINT ");
    if (entries.size() != 1 || !entries.getFirst().matches("ENTRYPOINT \\[\".*\"]")) {
      broken.add("the entry point must be in exec form, so that a stop reaches the JVM");
    }
    if (!starting(image, "CMD ").isEmpty()) {
      broken.add("the entry point alone says what runs");
    }
    String environment = String.join("\n", starting(image, "ENV "));
    if (!environment.contains("-XX:MaxRAMPercentage=") || environment.contains("-Xmx")) {
      broken.add("the heap must follow the container's memory");
    }
    if (!environment.contains("-XX:AOTCache=")
        || starting(image, "RUN ").stream().noneMatch(run -> run.contains("-XX:AOTCacheOutput="))) {
      broken.add("a start must have a cache that was made in the image");
    }
    if (!environment.contains("-XX:+ExitOnOutOfMemoryError")) {
      broken.add("an exhausted heap must end the process");
    }
    if (!environment.contains("MANAGEMENT_SERVER_PORT=")) {
      broken.add("health and metrics must have a port of their own");
    }
    if (!environment.contains("SEXTANT_LEAVE_AFTER=")) {
      broken.add("an instance must leave before it stops");
    }
    if (!environment.contains("SEXTANT_LOG_FORMAT=ecs")) {
      broken.add("log lines must be JSON");
    }
    if (!starting(lines, "ADD ").isEmpty()) {
      broken.add("COPY, never ADD, which fetches and unpacks");
    }
    if (lines.stream().anyMatch(line -> line.matches("(ENV|ARG) .*(KEY|PASSWORD|SECRET).*"))) {
      broken.add("a secret must not be baked in");
    }
    List<String> volumes = starting(image, "VOLUME ");
    if (volumes.stream().noneMatch(v -> v.contains("\"/tmp\""))) {
      broken.add("/tmp must be a volume, for a read-only root file system");
    }
    if (starting(image, "HEALTHCHECK ").size() != 1) {
      broken.add("the image must have a health check");
    }
    if (starting(lines, "RUN ").stream().noneMatch(run -> run.contains("extract --layers"))) {
      broken.add("the jar must be taken apart into layers");
    }
    if (image.stream().anyMatch(line -> line.matches("COPY (?!--from=layers /banks/).*banks.*"))) {
      broken.add("the keys of the banks must go into one image only");
    }
    for (String layer : List.of("dependencies", "application")) {
      if (starting(image, "COPY ").stream().noneMatch(copy -> copy.contains("/" + layer + "/"))) {
        broken.add("the layer " + layer + " must be copied");
      }
    }
    return List.copyOf(broken);
  }

  /// Instructions without comments, one line each.
  private static List<String> instructions(String dockerfile) {
    String joined = Pattern.compile("\\\\\\n\\s*").matcher(dockerfile).replaceAll("");
    return joined.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }

  private static List<String> starting(List<String> lines, String word) {
    return lines.stream().filter(line -> line.startsWith(word)).toList();
  }
}
