package dev.sextant.question.web;

import dev.sextant.question.Author;
import dev.sextant.question.Flaw;
import dev.sextant.question.Saved;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.Ids;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/// How all controllers here read a caller and say how a write ended.
final class Replies {
  private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");
  private static final Pattern REQUEST_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private Replies() {}

  static Author author(Caller caller) {
    boolean platform = caller.has(Role.PLATFORM_ADMIN);
    boolean staff =
        caller.organisationId() != null
            && (caller.has(Role.ORG_ADMIN) || caller.has(Role.INSTRUCTOR));
    return new Author(caller.organisationId(), platform || staff, platform);
  }

  /// The caller as one who may write at all; a 403 for all others.
  static Author writer(Caller caller) {
    Author author = author(caller);
    if (!author.writes()) {
      throw Problem.forbidden();
    }
    return author;
  }

  /// The id of a new thing: the same for the same `Idempotency-Key` of the same person.
  static String newId(Caller caller, String kind, @Nullable String requestKey) {
    if (requestKey == null) {
      return Ids.next();
    }
    if (!REQUEST_KEY.matcher(requestKey).matches()) {
      throw Problem.invalid("Idempotency-Key", "must be 1 to 200 visible ASCII characters");
    }
    String name = kind + "\n" + caller.accountId() + "\n" + requestKey;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// The revision that `If-Match` names.
  static long revision(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw new Problem(
          CommonProblem.PRECONDITION_REQUIRED, "Send If-Match with the ETag that you read.");
    }
    Matcher matcher = ETAG.matcher(ifMatch.strip());
    if (!matcher.matches()) {
      throw changed();
    }
    return Long.parseLong(matcher.group(1));
  }

  static @Nullable Long revisionIfNamed(@Nullable String ifMatch) {
    return ifMatch == null ? null : Long.valueOf(revision(ifMatch));
  }

  static String etag(long revision) {
    return "\"" + revision + "\"";
  }

  /// The reply to a write.
  static <T> ResponseEntity<Object> of(
      Saved<T> saved,
      QuestionProblem impossible,
      ToLongFunction<T> revision,
      Function<T, Object> view,
      @Nullable Function<T, String> location) {
    return switch (saved) {
      case Saved.Done<T>(T now) when location != null ->
          ResponseEntity.created(URI.create(location.apply(now)))
              .eTag(etag(revision.applyAsLong(now)))
              .body(view.apply(now));
      case Saved.Done<T>(T now) ->
          ResponseEntity.ok().eTag(etag(revision.applyAsLong(now))).body(view.apply(now));
      case Saved.Repeated<T>(T now) -> {
        var reply = ResponseEntity.ok().eTag(etag(revision.applyAsLong(now)));
        if (location != null) {
          reply.header(HttpHeaders.LOCATION, location.apply(now));
        }
        yield reply.body(view.apply(now));
      }
      case Saved.NotThere<T>() -> throw Problem.notFound();
      case Saved.Stale<T>(long ignored) -> throw changed();
      case Saved.KeyReused<T>() ->
          throw new Problem(
              CommonProblem.UNPROCESSABLE,
              "This Idempotency-Key came with another body; use a new one.");
      case Saved.Impossible<T>(List<Flaw> flaws) -> {
        Problem problem = new Problem(impossible, "Mend the fields listed and send it again.");
        flaws.forEach(flaw -> problem.field(flaw.pointer(), flaw.message()));
        throw problem;
      }
    };
  }

  /// One page of a list that was asked for one more than `limit`.
  static <T, V> Page<V> page(
      List<T> found, int limit, Cursors cursors, Function<T, String> id, Function<T, V> view) {
    boolean more = found.size() > limit;
    List<T> shown = more ? found.subList(0, limit) : found;
    return new Page<>(
        shown.stream().map(view).toList(), more ? cursors.encode(id.apply(shown.getLast())) : null);
  }

  private static Problem changed() {
    return new Problem(
        CommonProblem.PRECONDITION_FAILED, "Read it again, mend your edit and send the new ETag.");
  }
}
