package dev.sextant.systemtests.access;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Two organisations that are alike, and everybody who may call: made once for all tests.
final class Cast {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  /// Roles that belong to the other organisation, and who they are there.
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "outsider", "learner",
          "outside-instructor", "instructor",
          "outside-admin", "admin",
          "outside-machine", "machine");

  private static @Nullable Cast shared;

  private final Organisation first = Organisation.found();
  private final Organisation second = Organisation.found();
  private final String platform = Organisation.platformToken();

  private Cast() {}

  /// Everybody; made when first asked for.
  static synchronized Cast get() {
    if (shared == null) {
      shared = new Cast();
    }
    return shared;
  }

  Organisation first() {
    return first;
  }

  Organisation second() {
    return second;
  }

  /// The organisation that is not this one.
  Organisation other(Organisation of) {
    return of == first ? second : first;
  }

  /// Whether the role belongs to the other organisation.
  static boolean isOutside(String role) {
    return OUTSIDE.containsKey(role);
  }

  /// The token that a role shows when the things of an organisation are asked about.
  @Nullable String token(String role, Organisation of) {
    return switch (role) {
      case "anonymous" -> null;
      case "platform" -> platform;
      case "service" -> ServiceToken.valid();
      default -> {
        String there = OUTSIDE.get(role);
        yield there == null ? of.token(role) : other(of).token(there);
      }
    };
  }

  /// A template with each `{name}` replaced.
  ///
  /// @param allowed whether what the call uses up is made for it; a refused call uses up nothing
  static String filled(String template, Organisation of, boolean allowed) {
    Matcher matcher = PLACEHOLDER.matcher(template);
    var text = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value =
          switch (name) {
            case "unique" -> Organisation.unique();
            case "draft" -> allowed ? of.draft() : of.objects().get("question");
            case "idleCourse" -> of.idle("/api/courses/", "course", "/calibrations", allowed);
            case "idleExam" -> of.idle("/api/exams/", "exam", "/simulations", allowed);
            case "bystander" -> allowed ? of.leaver() : of.objects().get("bystander");
            case "erased" -> allowed ? of.erased() : of.objects().get("bystander");
            case "newExam" -> allowed ? of.newExam() : of.objects().get("exam");
            case "link" -> allowed ? of.link() : "nobody's";
            case "spareClient" -> allowed ? of.spareClient() : of.objects().get("client");
            case "leaver" -> allowed ? of.leaver() : of.objects().get("classmate");
            case "noRepair" -> "none";
            case "now" -> java.time.Instant.now().toString();
            case "later" -> java.time.Instant.now().plusSeconds(86_400).toString();
            default -> of.objects().get(name);
          };
      if (value == null) {
        throw new IllegalArgumentException("nothing stands for {" + name + "}");
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(text).toString();
  }
}
