package dev.sextant.classes.web;

import dev.sextant.classes.Hashes;
import dev.sextant.classes.Repeats;
import dev.sextant.classes.Repeats.Known;
import dev.sextant.classes.Repeats.Reply;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/// Answers a POST that came before under the same `Idempotency-Key` with what was answered then.
///
/// A key belongs to its caller and path and is known for a day. The same key with another body is
/// refused. A call that failed frees its key, so that it can be sent again.
@Component
class IdempotencyKeys extends OncePerRequestFilter {
  static final String HEADER = "Idempotency-Key";

  private static final Duration KNOWN_FOR = Duration.ofHours(24);
  private static final Pattern WELL_FORMED = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private final Repeats repeats;
  private final RosterSettings sizes;
  private final Clock clock;
  private final HandlerExceptionResolver problems;

  IdempotencyKeys(
      Repeats repeats,
      RosterSettings sizes,
      Clock clock,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    this.repeats = repeats;
    this.sizes = sizes;
    this.clock = clock;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !"POST".equals(request.getMethod())
        || request.getHeader(HEADER) == null
        || !(SecurityContextHolder.getContext().getAuthentication()
            instanceof JwtAuthenticationToken);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      answer(request, response, chain);
    } catch (Problem problem) {
      problems.resolveException(request, response, null, problem);
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String sent = String.valueOf(request.getHeader(HEADER));
    if (!WELL_FORMED.matcher(sent).matches()) {
      throw Problem.invalid(HEADER, "must be 1 to 200 visible characters");
    }
    JwtAuthenticationToken caller =
        (JwtAuthenticationToken) SecurityContextHolder.getContext().getAuthentication();
    String tenant = caller == null ? null : caller.getToken().getClaimAsString("org");
    String organisation = tenant == null ? "" : tenant;
    String key =
        Hashes.sha256(
            String.join(
                "\n",
                organisation,
                caller == null ? "" : caller.getName(),
                request.getRequestURI(),
                sent));
    int most = Math.toIntExact(sizes.maxSize().toBytes());
    byte[] body = request.getInputStream().readNBytes(most + 1);
    if (body.length > most) {
      throw new Problem(
          CommonProblem.PAYLOAD_TOO_LARGE, "Send at most " + sizes.maxSize() + " at a time.");
    }
    String hash =
        Hashes.sha256(request.getQueryString() + "\n" + Base64.getEncoder().encodeToString(body));
    Optional<Known> known = repeats.begin(organisation, key, hash, clock.instant().plus(KNOWN_FOR));
    if (known.isPresent()) {
      replay(known.get(), hash, response);
      return;
    }
    var kept = new ContentCachingResponseWrapper(response);
    boolean succeeded = false;
    try {
      chain.doFilter(new ReadBody(request, body), kept);
      succeeded = kept.getStatus() < 400;
    } finally {
      if (succeeded) {
        repeats.end(
            organisation,
            key,
            new Reply(
                kept.getStatus(),
                kept.getHeader(HttpHeaders.LOCATION),
                kept.getContentType(),
                new String(kept.getContentAsByteArray(), StandardCharsets.UTF_8)));
      } else {
        repeats.forget(organisation, key);
      }
      kept.copyBodyToResponse();
    }
  }

  private static void replay(Known known, String hash, HttpServletResponse response)
      throws IOException {
    if (!known.requestHash().equals(hash)) {
      throw new Problem(ClassProblem.IDEMPOTENCY_KEY_REUSED, "Send a new key with a new request.");
    }
    Reply reply = known.reply();
    if (reply == null) {
      throw new Problem(CommonProblem.CONFLICT, "The first call is under way; ask again.")
          .retryAfter(Duration.ofSeconds(1));
    }
    response.setStatus(reply.status());
    if (reply.location() != null) {
      response.setHeader(HttpHeaders.LOCATION, reply.location());
    }
    if (reply.contentType() != null) {
      response.setContentType(reply.contentType());
    }
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.getOutputStream().write(reply.body().getBytes(StandardCharsets.UTF_8));
  }

  /// A request whose body has been read.
  private static final class ReadBody extends HttpServletRequestWrapper {
    private final byte[] body;

    ReadBody(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      var bytes = new ByteArrayInputStream(body);
      return new ServletInputStream() {
        @Override
        public int read() {
          return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int length) {
          return bytes.read(into, from, length);
        }

        @Override
        public boolean isFinished() {
          return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(@Nullable ReadListener listener) {
          throw new UnsupportedOperationException("calls are served by threads that wait");
        }
      };
    }
  }
}
