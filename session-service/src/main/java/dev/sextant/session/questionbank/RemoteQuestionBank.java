package dev.sextant.session.questionbank;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sextant.servicekit.ServiceClients;
import dev.sextant.session.ExamOffer;
import dev.sextant.session.PartAway;
import dev.sextant.session.Pool;
import dev.sextant.session.QuestionBank;
import dev.sextant.session.QuestionRef;
import dev.sextant.session.QuestionVersion;
import dev.sextant.session.questionbank.QuestionReplies.Found;
import dev.sextant.session.questionbank.QuestionReplies.Lookup;
import dev.sextant.session.questionbank.QuestionReplies.Offer;
import dev.sextant.session.questionbank.QuestionReplies.PoolReply;
import dev.sextant.session.questionbank.QuestionReplies.Wanted;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// The question bank over HTTP.
///
/// Pools and versions never change and are remembered until memory is needed. Whoever loads a pool
/// brings its questions into memory too, on a thread of its own, so that whichever is asked next is
/// there; a session then goes on while question-service is away.
@Component
final class RemoteQuestionBank implements QuestionBank {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteQuestionBank.class);

  /// The most that question-service looks up at once.
  private static final int LOOKUP = 500;

  private final RestClient http;
  private final AsyncCache<String, ExamOffer> exams;
  private final AsyncCache<PoolKey, Pool> pools;
  private final Cache<QuestionRef, QuestionVersion> questions;

  RemoteQuestionBank(ServiceClients clients, QuestionBankSettings settings) {
    this.http = clients.create(settings.url(), settings.connectLimit(), settings.readLimit());
    this.exams =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(settings.rememberExam())
            .buildAsync();
    this.pools = Caffeine.newBuilder().maximumSize(settings.pools()).buildAsync();
    this.questions = Caffeine.newBuilder().maximumSize(settings.questions()).build();
  }

  @Override
  public Optional<ExamOffer> exam(String examId) {
    return ask(
        () -> {
          try {
            return Optional.of(once(exams, examId, this::offer));
          } catch (HttpClientErrorException.NotFound e) {
            return Optional.empty();
          }
        });
  }

  private ExamOffer offer(String examId) {
    Offer reply = http.get().uri("/internal/exams/{id}", examId).retrieve().body(Offer.class);
    return Objects.requireNonNull(reply, "an exam").offer();
  }

  @Override
  public Pool pool(String courseId, long revision) {
    return once(pools, new PoolKey(courseId, revision), this::load);
  }

  @Override
  public QuestionVersion question(QuestionRef ref) {
    QuestionVersion remembered = questions.getIfPresent(ref);
    return remembered != null ? remembered : lookup(List.of(ref), "KEY").getFirst();
  }

  @Override
  public QuestionVersion explained(QuestionRef ref) {
    QuestionVersion remembered = questions.getIfPresent(ref);
    return remembered != null && remembered.explanation().isPresent()
        ? remembered
        : lookup(List.of(ref), "REVIEW").getFirst();
  }

  @Override
  public void prepare(Collection<QuestionRef> refs, boolean explained) {
    List<QuestionRef> missing =
        refs.stream()
            .distinct()
            .filter(
                ref -> {
                  QuestionVersion remembered = questions.getIfPresent(ref);
                  return remembered == null || (explained && remembered.explanation().isEmpty());
                })
            .toList();
    for (int from = 0; from < missing.size(); from += LOOKUP) {
      var some = missing.subList(from, Math.min(missing.size(), from + LOOKUP));
      var _ = lookup(some, explained ? "REVIEW" : "KEY");
    }
  }

  private Pool load(PoolKey key) {
    Pool pool =
        ask(
            () -> {
              PoolReply reply =
                  http.get()
                      .uri(
                          "/internal/courses/{course}/pools/{revision}",
                          key.courseId(),
                          key.revision())
                      .retrieve()
                      .body(PoolReply.class);
              return Objects.requireNonNull(reply, "a pool").pool();
            });
    Thread.ofVirtual()
        .name("pool-" + key.courseId() + "-" + key.revision())
        .start(
            () -> {
              try {
                prepare(pool.entries().stream().map(Pool.Entry::question).toList(), false);
              } catch (PartAway e) {
                LOG.atWarn()
                    .setMessage("questions not prepared")
                    .addKeyValue("course", key.courseId())
                    .log();
              }
            });
    return pool;
  }

  private List<QuestionVersion> lookup(List<QuestionRef> refs, String with) {
    var body =
        new Lookup(refs.stream().map(ref -> new Wanted(ref.id(), ref.version())).toList(), with);
    Found found =
        ask(
            () ->
                Objects.requireNonNull(
                    http.post()
                        .uri("/internal/questions/lookup")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(body)
                        .retrieve()
                        .body(Found.class),
                    "questions"));
    List<QuestionVersion> versions =
        found.questions().stream().map(QuestionReplies.QuestionReply::question).toList();
    if (versions.size() < refs.size()) {
      throw new IllegalStateException(
          "question-service must have every published version; asked for "
              + refs.size()
              + ", had "
              + versions.size());
    }
    for (QuestionVersion version : versions) {
      questions
          .asMap()
          .merge(
              version.ref(), version, (one, other) -> one.explanation().isPresent() ? one : other);
    }
    return versions;
  }

  /// However many ask at once for what is not known, one call is made; they share what comes of it,
  /// a failure too, which is not remembered.
  private static <K, V> V once(AsyncCache<K, V> known, K key, Function<K, V> call) {
    var mine = new CompletableFuture<V>();
    CompletableFuture<V> first = known.asMap().putIfAbsent(key, mine);
    if (first == null) {
      first = mine;
      try {
        mine.complete(call.apply(key));
      } catch (Throwable e) {
        mine.completeExceptionally(e);
      }
    }
    try {
      return first.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failed ? failed : e;
    }
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RestClientException e) {
      throw new PartAway(PartAway.Part.QUESTIONS, e);
    }
  }

  private record PoolKey(String courseId, long revision) {}
}
